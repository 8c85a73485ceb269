-- Format 5. Ground data: later saves of a page whose text had changed. The page itself stays as it was.
CREATE TABLE edition (
    id TEXT PRIMARY KEY,
    article TEXT NOT NULL REFERENCES page (id),
    sha256 BLOB NOT NULL UNIQUE,
    file TEXT NOT NULL,
    url TEXT,
    size INTEGER NOT NULL,
    bytes BLOB NOT NULL,
    imported TEXT NOT NULL,
    imported_on TEXT NOT NULL
) STRICT;
CREATE INDEX edition_by_article ON edition (article, id);

-- The edition that the article is made of; NULL for the page as it was saved first.
ALTER TABLE page ADD COLUMN edition TEXT;
