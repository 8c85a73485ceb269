-- Makes a library one of the first format again, for tests of what brings it up.
CREATE TABLE entity (
    article TEXT NOT NULL REFERENCES page (id),
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    class TEXT NOT NULL,
    mentions INTEGER NOT NULL,
    PRIMARY KEY (article, key)
) STRICT, WITHOUT ROWID;
CREATE INDEX entity_by_key ON entity (key);
CREATE INDEX entity_by_name ON entity (name_key);
INSERT INTO entity (article, key, name, name_key, class, mentions)
SELECT article.id, key, name, name_key, class, naming.mentions FROM naming
JOIN article ON article.number = naming.article JOIN entity_name ON entity_name.number = naming.entity;
DROP TABLE naming;
DROP TABLE entity_name;
DROP INDEX page_removed;
DROP INDEX operation_by_article;
DROP TABLE verdict;
DROP TABLE watched_file;
DROP TABLE import_line;
DROP TABLE import_source;
DROP TABLE import;
DROP INDEX article_not_compared;
ALTER TABLE article DROP COLUMN compared;
DROP TABLE copy;
DROP TABLE sketch;
DROP TABLE sketch_band;
DROP TABLE sketch_band_recent;
DROP TABLE mark;
DROP TABLE mark_tag;
DROP TABLE mark_words;
DROP TABLE note_link;
DROP TABLE edition;
ALTER TABLE page DROP COLUMN edition;
DROP TABLE names;
ALTER TABLE reading DROP COLUMN opened;
DROP TABLE sweep;
DROP TABLE filing;
DROP TABLE wish;
DROP TABLE ruling;
DROP INDEX article_by_makers;
PRAGMA user_version = 1;
