-- Format 3. Ground data: how a person filed an article. What was never filed has no row.
CREATE TABLE filing (
    article TEXT PRIMARY KEY REFERENCES page (id),
    json TEXT NOT NULL
) STRICT;
