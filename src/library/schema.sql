-- Version 1. Ground data: what people made. Only operations change it.
CREATE TABLE page (
    id TEXT PRIMARY KEY,
    sha256 BLOB NOT NULL UNIQUE,
    file TEXT NOT NULL,
    url TEXT,
    size INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    imported TEXT NOT NULL,
    -- The day of the import where the person was: years that a text leaves out are counted back from it.
    imported_on TEXT NOT NULL,
    sample INTEGER NOT NULL,
    removed INTEGER NOT NULL
) STRICT;

CREATE TABLE annotation (
    id TEXT PRIMARY KEY,
    article TEXT NOT NULL REFERENCES page (id),
    start INTEGER NOT NULL,
    json TEXT NOT NULL
) STRICT;
CREATE INDEX annotation_by_article ON annotation (article, start);

CREATE TABLE reading (
    article TEXT PRIMARY KEY REFERENCES page (id),
    position INTEGER NOT NULL,
    progress REAL NOT NULL,
    at TEXT NOT NULL
) STRICT;

-- The log is only ever added to.
CREATE TABLE operation (
    number INTEGER PRIMARY KEY AUTOINCREMENT,
    id TEXT NOT NULL UNIQUE,
    kind TEXT NOT NULL,
    at TEXT NOT NULL,
    author TEXT NOT NULL,
    article TEXT,
    payload TEXT NOT NULL
) STRICT;

-- What can be taken back (taken_back = 0) and done again (1), the highest place first.
CREATE TABLE undo_group (
    id TEXT PRIMARY KEY,
    kind TEXT NOT NULL,
    taken_back INTEGER NOT NULL,
    place INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX undo_group_by_place ON undo_group (taken_back, place);

CREATE TABLE undo_member (
    undo_group TEXT NOT NULL REFERENCES undo_group (id) ON DELETE CASCADE,
    operation TEXT NOT NULL
) STRICT;
CREATE INDEX undo_member_by_group ON undo_member (undo_group);

-- Derived data: what the machine made of the pages. Rebuilt at will.
CREATE TABLE article (
    number INTEGER PRIMARY KEY,
    id TEXT NOT NULL UNIQUE REFERENCES page (id),
    title TEXT NOT NULL,
    title_key TEXT NOT NULL,
    url TEXT,
    published TEXT,
    json TEXT NOT NULL,
    body TEXT NOT NULL,
    body_version INTEGER NOT NULL,
    words INTEGER NOT NULL,
    mentions TEXT NOT NULL,
    reader INTEGER NOT NULL,
    engine INTEGER NOT NULL
) STRICT;
CREATE INDEX article_by_title ON article (title_key);
CREATE INDEX article_by_url ON article (url) WHERE url IS NOT NULL;

CREATE TABLE reference (
    article TEXT NOT NULL REFERENCES page (id),
    place INTEGER NOT NULL,
    title TEXT,
    title_key TEXT,
    url TEXT,
    uncertain INTEGER NOT NULL,
    PRIMARY KEY (article, place)
) STRICT, WITHOUT ROWID;
CREATE INDEX reference_by_title ON reference (title_key) WHERE title_key IS NOT NULL;
CREATE INDEX reference_by_url ON reference (url) WHERE url IS NOT NULL;

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

CREATE VIRTUAL TABLE search USING fts5 (
    title, body, content = 'article', content_rowid = 'number', tokenize = 'unicode61 remove_diacritics 2'
);
