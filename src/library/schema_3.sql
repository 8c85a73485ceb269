-- Format 3. Ground data: how a person filed an article. What was never filed has no row.
CREATE TABLE filing (
    article TEXT PRIMARY KEY REFERENCES page (id),
    json TEXT NOT NULL
) STRICT;

-- Ground data: stories that a person kept by their address alone.
CREATE TABLE wish (
    id TEXT PRIMARY KEY,
    url TEXT,
    title_key TEXT NOT NULL,
    json TEXT NOT NULL
) STRICT;
CREATE INDEX wish_by_url ON wish (url) WHERE url IS NOT NULL;
CREATE INDEX wish_by_title ON wish (title_key);
