-- Format 6. Derived data: the marks of articles that are there, so that the list of all is found without reading each.
-- Ids are the 16 bytes of their UUIDs; the newest mark comes last.
CREATE TABLE mark (
    id BLOB PRIMARY KEY,
    -- What the index of words calls it.
    number INTEGER NOT NULL UNIQUE,
    article BLOB NOT NULL,
    color INTEGER NOT NULL,
    author TEXT NOT NULL,
    created TEXT NOT NULL,
    doubt INTEGER NOT NULL,
    noted INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
CREATE INDEX mark_by_article ON mark (article);
CREATE INDEX mark_in_doubt ON mark (id) WHERE doubt = 1;

CREATE TABLE mark_tag (
    tag TEXT NOT NULL,
    mark INTEGER NOT NULL,
    PRIMARY KEY (tag, mark)
) STRICT, WITHOUT ROWID;
CREATE INDEX mark_tag_by_mark ON mark_tag (mark);

-- Quote, note and tags of each mark, folded.
CREATE VIRTUAL TABLE mark_words USING fts5 (
    words, content = '', contentless_delete = 1, prefix = '1 2 3', tokenize = 'unicode61 remove_diacritics 0'
);

-- Derived data: where the links of notes lead, as kind:id. Of a note on a whole article, mark is empty.
CREATE TABLE note_link (
    target TEXT NOT NULL,
    article BLOB NOT NULL,
    mark BLOB NOT NULL,
    PRIMARY KEY (target, article, mark)
) STRICT, WITHOUT ROWID;
CREATE INDEX note_link_by_note ON note_link (article, mark);

-- Ground data: how differences between two people's marks were settled.
CREATE TABLE verdict (
    id TEXT PRIMARY KEY,
    article TEXT NOT NULL REFERENCES page (id),
    json TEXT NOT NULL
) STRICT;
CREATE INDEX verdict_by_article ON verdict (article, id);

-- Ground data: what became of each import. Like the log it is only added to; undo says on it that it was
-- taken back. Paths that are no text are kept as bytes.
CREATE TABLE import (
    id TEXT PRIMARY KEY,
    at TEXT NOT NULL,
    -- When every file had been looked at; NULL while it runs, and where it was stopped or broke off.
    finished TEXT,
    taken_back INTEGER NOT NULL,
    -- Whether a watched folder brought it, and whether the person stopped it.
    watched INTEGER NOT NULL,
    stopped INTEGER NOT NULL,
    -- Whether the person did not want to go on with it and is not to be asked again.
    declined INTEGER NOT NULL DEFAULT 0
) STRICT;

CREATE TABLE import_source (
    import TEXT NOT NULL REFERENCES import (id),
    path ANY NOT NULL
) STRICT;
CREATE INDEX import_source_by_import ON import_source (import);

CREATE TABLE import_line (
    number INTEGER PRIMARY KEY,
    import TEXT NOT NULL REFERENCES import (id),
    outcome TEXT NOT NULL,
    path ANY NOT NULL,
    -- The file that holds it, where it lies inside one.
    container ANY,
    json TEXT NOT NULL
) STRICT;
CREATE INDEX import_line_by_import ON import_line (import, outcome);

-- Ground data: files of watched folders as they were when an import was given them. None is taken twice, even where
-- that import was taken back.
CREATE TABLE watched_file (
    path ANY NOT NULL UNIQUE,
    -- Bytes.
    size INTEGER NOT NULL,
    -- Nanoseconds since 1970.
    modified INTEGER NOT NULL
) STRICT;

-- Derived data: articles whose text is nearly the same. The sketch of a text (text/likeness.rs) is found by any of its bands.
CREATE TABLE sketch (
    number INTEGER PRIMARY KEY,
    minima BLOB NOT NULL
) STRICT;

CREATE TABLE sketch_band (
    band INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (band, number)
) STRICT, WITHOUT ROWID;

-- The bands of the newest texts, which move on in portions: bands lie anywhere among all the others, and each that is put
-- there by itself costs a page of the file.
CREATE TABLE sketch_band_recent (
    band INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (band, number)
) STRICT, WITHOUT ROWID;

-- Both ways, with the hundredths of all their runs of words that the two texts share.
CREATE TABLE copy (
    number INTEGER NOT NULL,
    other INTEGER NOT NULL,
    share INTEGER NOT NULL,
    PRIMARY KEY (number, other)
) STRICT, WITHOUT ROWID;

-- 0 until copies of the text were looked for.
ALTER TABLE article ADD COLUMN compared INTEGER NOT NULL DEFAULT 0;
CREATE INDEX article_not_compared ON article (number) WHERE compared = 0;

-- Derived data: the entities of each article, by the numbers of both, so that their many rows stay small. An entity has a
-- row for each name that articles give it; one that no article names any more may be left behind.
CREATE TABLE entity_name (
    number INTEGER PRIMARY KEY,
    key TEXT NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    class TEXT NOT NULL,
    UNIQUE (key, name)
) STRICT;
CREATE INDEX entity_name_by_name ON entity_name (name_key);

CREATE TABLE naming (
    article INTEGER NOT NULL,
    entity INTEGER NOT NULL,
    mentions INTEGER NOT NULL,
    PRIMARY KEY (article, entity)
) STRICT, WITHOUT ROWID;
CREATE INDEX naming_by_entity ON naming (entity, article, mentions);

INSERT OR IGNORE INTO entity_name (key, name, name_key, class) SELECT key, name, name_key, class FROM entity;
INSERT INTO naming (article, entity, mentions)
SELECT article.number, entity_name.number, entity.mentions FROM entity
JOIN article ON article.id = entity.article
JOIN entity_name ON entity_name.key = entity.key AND entity_name.name = entity.name;
DROP TABLE entity;

-- Counts leave out what was removed, which is little.
CREATE INDEX page_removed ON page (id) WHERE removed = 1;

-- Of an edition that a page was added by: the pages that its story is made of, by their numbers, as SHA-256 of their bytes.
ALTER TABLE edition ADD COLUMN joins TEXT;

-- The articles that were made stale when the ruling was kept: a sweep finds them no second time.
ALTER TABLE sweep ADD COLUMN known TEXT NOT NULL DEFAULT '[]';

-- When the article was read here last: a merge takes over where others stopped, and not what is open.
ALTER TABLE reading ADD COLUMN opened TEXT;
UPDATE reading SET opened = at;

-- The rulings of an article.
CREATE INDEX ruling_by_article ON ruling (article);

-- What was done to an article.
CREATE INDEX operation_by_article ON operation (article) WHERE article IS NOT NULL;
