//! What services, browsers and reference managers export.

use serde_json::{Value, json};

use super::stories::{ADDRESS, paragraphs};

type Touch<'a> = &'a mut dyn FnMut(Vec<u8>) -> Vec<u8>;

const TITLE: &str = "Pelabuhan Tua Dibuka Kembali";

fn body() -> String {
    paragraphs() + "<p><strong>Baca Juga: <a href='https://contoh.co.id/kapal'>Kapal Niaga Tiba</a></strong></p>"
}

fn written(value: &Value) -> Vec<u8> {
    serde_json::to_vec_pretty(value).unwrap()
}

pub fn pocket_csv(_: Touch<'_>) -> Vec<u8> {
    format!("title,url,time_added,tags,status\n\"{TITLE}, lagi\",{ADDRESS},1723698000,laut|niaga,archive\n,https://contoh.co.id/2,1723698001,,unread\n").into_bytes()
}

pub fn pocket_html(_: Touch<'_>) -> Vec<u8> {
    format!(
        "<!DOCTYPE html>\n<html><head><title>Pocket Export</title></head><body>\n<h1>Unread</h1>\n<ul>\n<li><a href=\"{ADDRESS}\" time_added=\"1723698000\" tags=\"laut,niaga\">{TITLE}</a></li>\n</ul>\n\
         <h1>Read Archive</h1>\n<ul>\n<li><a href=\"https://contoh.co.id/2\" time_added=\"1723698001\" tags=\"\">Kapal &amp; Dermaga</a></li>\n</ul></body></html>"
    )
    .into_bytes()
}

pub fn instapaper(_: Touch<'_>) -> Vec<u8> {
    format!(
        "URL,Title,Selection,Folder,Timestamp,Tags\n{ADDRESS},{TITLE},\"baris satu\nbaris \"\"dua\"\"\",Starred,1723698000,\"[\"\"laut\"\",\"\"niaga\"\"]\"\nhttps://contoh.co.id/2,Kapal,,Archive,1723698001,[]\n"
    )
    .into_bytes()
}

pub fn wallabag_v1(_: Touch<'_>) -> Vec<u8> {
    let entry = json!({ "0": "1", "1": TITLE, "2": ADDRESS, "3": "0", "4": "1", "5": body(), "6": "", "id": "1", "title": TITLE, "url": ADDRESS,
        "is_read": "0", "is_fav": "1", "content": body(), "user_id": "1", "tags": "laut,niaga" });
    written(&json!([entry]))
}

pub fn wallabag_v2(_: Touch<'_>) -> Vec<u8> {
    let marks = json!([{ "text": "penting", "quote": "Kami menunggu sembilan tahun", "created_at": "2024-08-16T10:00:00+0200",
        "ranges": [{ "start": "/p[2]", "startOffset": "1", "end": "/p[2]", "endOffset": "29" }] }]);
    written(&json!([
        { "id": 1, "title": TITLE, "url": ADDRESS, "is_archived": 0, "is_starred": true, "created_at": "2024-08-16T10:00:00+0200", "tags": ["laut"],
          "content": body(), "language": "id", "domain_name": "www.contoh.co.id", "published_by": ["Sari Dewi"], "published_at": "2024-08-15T11:51:00+0700", "annotations": marks },
        { "id": 2, "title": "Tanpa Isi", "url": "https://contoh.co.id/2", "content": "" },
    ]))
}

pub fn readwise(_: Touch<'_>) -> Vec<u8> {
    format!("Title,URL,ID,Document tags,Saved date,Reading progress,Location,Seen\n{TITLE},{ADDRESS},01x,\"['laut', 'niaga']\",2024-08-16 04:33:50+00:00,0.5,archive,True\n").into_bytes()
}

pub fn raindrop(_: Touch<'_>) -> Vec<u8> {
    format!("id,title,note,excerpt,url,folder,tags,created,cover,highlights,favorite\n1,{TITLE},penting,ringkas,{ADDRESS},Timur,\"laut, niaga\",2024-08-16T10:00:00.000Z,,kutipan,true\n").into_bytes()
}

pub fn pinboard_json(_: Touch<'_>) -> Vec<u8> {
    written(
        &json!([{ "href": ADDRESS, "description": TITLE, "extended": "penting", "meta": "a", "hash": "b", "time": "2024-08-16T10:00:00Z", "shared": "no", "toread": "yes", "tags": "laut niaga" }]),
    )
}

pub fn bookmarks(_: Touch<'_>) -> Vec<u8> {
    format!(
        "<!DOCTYPE NETSCAPE-Bookmark-file-1>\n<META HTTP-EQUIV=\"Content-Type\" CONTENT=\"text/html; charset=UTF-8\">\n<TITLE>Bookmarks</TITLE>\n<H1>Bookmarks</H1>\n<DL><p>\n<DT><H3 ADD_DATE=\"1\">Timur</H3>\n<DL><p>\n\
         <DT><A HREF=\"{ADDRESS}\" ADD_DATE=\"1723698000\" PRIVATE=\"1\" TOREAD=\"0\" TAGS=\"laut,niaga\">{TITLE}</A>\n<DD>catatan\n</DL><p>\n<DT><A HREF=\"https://contoh.co.id/2\">Kapal</A>\n</DL><p>"
    )
    .into_bytes()
}

pub fn firefox_json(_: Touch<'_>) -> Vec<u8> {
    let leaf = json!({ "guid": "a", "title": TITLE, "dateAdded": 1_723_698_000_000_000_i64, "typeCode": 1, "type": "text/x-moz-place", "uri": ADDRESS, "tags": "laut,niaga" });
    let folder = json!({ "title": "Timur", "typeCode": 2, "type": "text/x-moz-place-container", "children": [leaf] });
    written(&json!({ "guid": "root________", "title": "", "typeCode": 2, "root": "placesRoot", "children": [folder] }))
}

pub fn chrome_json(_: Touch<'_>) -> Vec<u8> {
    let leaf = json!({ "date_added": "13368171600000000", "id": "5", "name": TITLE, "type": "url", "url": ADDRESS });
    let folder = json!({ "children": [leaf], "id": "1", "name": "Timur", "type": "folder" });
    written(
        &json!({ "checksum": "0", "roots": { "bookmark_bar": folder, "other": { "children": [], "name": "Lain", "type": "folder" } }, "version": 1 }),
    )
}

pub fn csl_json(_: Touch<'_>) -> Vec<u8> {
    written(
        &json!([{ "id": "a", "type": "article-newspaper", "title": TITLE, "URL": ADDRESS, "container-title": "Contoh", "abstract": "ringkas",
        "author": [{ "family": "Dewi", "given": "Sari" }], "issued": { "date-parts": [["2024", 8, 15]] }, "accessed": { "date-parts": [[2024, 8, 16]] } }]),
    )
}

pub fn zotero_rdf(_: Touch<'_>) -> Vec<u8> {
    format!(
        r##"<?xml version="1.0"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:z="http://www.zotero.org/namespaces/export#" xmlns:dcterms="http://purl.org/dc/terms/" xmlns:bib="http://purl.org/net/biblio#" xmlns:foaf="http://xmlns.com/foaf/0.1/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<bib:Article rdf:about="{ADDRESS}"><z:itemType>newspaperArticle</z:itemType><dcterms:isPartOf><bib:Newspaper><dc:title>Contoh</dc:title></bib:Newspaper></dcterms:isPartOf>
<bib:authors><rdf:Seq><rdf:li><foaf:Person><foaf:surname>Dewi</foaf:surname><foaf:givenName>Sari</foaf:givenName></foaf:Person></rdf:li></rdf:Seq></bib:authors>
<dcterms:isReferencedBy rdf:resource="#item_2"/><dc:subject><z:AutomaticTag><rdf:value>laut</rdf:value></z:AutomaticTag></dc:subject><dc:subject>niaga</dc:subject>
<dc:title>{TITLE} &amp; Lagi</dc:title><dcterms:abstract>ringkas</dcterms:abstract><dc:date>2024-08-15</dc:date><dcterms:dateSubmitted>2024-08-16 04:33:50</dcterms:dateSubmitted>
<dc:identifier><dcterms:URI><rdf:value>{ADDRESS}</rdf:value></dcterms:URI></dc:identifier></bib:Article>
<bib:Memo rdf:about="#item_2"><rdf:value>&lt;p&gt;catatan &lt;b&gt;tebal&lt;/b&gt;&lt;/p&gt;</rdf:value></bib:Memo>
<z:Collection rdf:about="#collection_1"><dc:title>Timur</dc:title><dcterms:hasPart rdf:resource="{ADDRESS}"/></z:Collection>
</rdf:RDF>"##
    )
    .into_bytes()
}

pub fn rss(_: Touch<'_>) -> Vec<u8> {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"><channel><title>Contoh</title><link>https://www.contoh.co.id</link>
<item><title>{TITLE}</title><link>{ADDRESS}</link><pubDate>Thu, 15 Aug 2024 11:51:00 +0700</pubDate><dc:creator>Sari Dewi</dc:creator><category>laut</category><content:encoded><![CDATA[{}]]></content:encoded></item>
<item><title>Kapal &amp; Dermaga</title><link>https://contoh.co.id/2</link><description>&lt;p&gt;Ringkasan saja.&lt;/p&gt;</description></item></channel></rss>"#,
        body()
    )
    .into_bytes()
}

pub fn atom(_: Touch<'_>) -> Vec<u8> {
    let escaped = body().replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;");
    format!(
        r#"<?xml version="1.0" encoding="utf-8"?><feed xmlns="http://www.w3.org/2005/Atom"><title>Contoh</title><id>urn:x</id><updated>2024-08-16T00:00:00Z</updated>
<entry><title type="html">{TITLE}</title><link rel="alternate" href="{ADDRESS}"/><id>urn:1</id><published>2024-08-15T11:51:00+07:00</published><updated>2024-08-16T00:00:00Z</updated><author><name>Sari Dewi</name></author><category term="laut"/><content type="html">{escaped}</content></entry>
<entry><title>Kapal</title><link href="https://contoh.co.id/2"/><id>urn:2</id><summary>Ringkas.</summary></entry></feed>"#
    )
    .into_bytes()
}
