//! The style of the page, and what a browser may do with it. Whoever changes the style gives its hash anew: `tests/readers` says which.

/// The style. Each colour has a light and a dark value; the contrast of texts is 7 at least, that of lines 3.
pub(super) const STYLE: &str = "\
:root{color-scheme:light dark;--fg:#1b1f24;--bg:#fff;--line:#8c959f;--late:#a40e26;--risk:#7d4e00;--good:#116329;--bar:#0550ae}
@media (prefers-color-scheme:dark){:root{--fg:#e6edf3;--bg:#0d1117;--line:#6e7681;--late:#ff9492;--risk:#e3b341;--good:#7ee787;--bar:#79c0ff}}
body{font:1rem/1.5 system-ui,sans-serif;color:var(--fg);background:var(--bg);margin:0 auto;padding:1rem;max-width:60rem}
h1{font-size:1.5rem;line-height:1.25}h2{font-size:1.2rem;margin:2rem 0 .5rem}
.wide{overflow-x:auto;margin:.5rem 0}
table{border-collapse:collapse;min-width:50%}
caption{text-align:left;padding:.25rem 0}
th,td{text-align:left;vertical-align:top;padding:.25rem .75rem .25rem 0;border-bottom:1px solid var(--line);overflow-wrap:break-word}
tbody th{font-weight:inherit}
.n{text-align:right;font-variant-numeric:tabular-nums;white-space:nowrap}
.late{color:var(--late)}.risk{color:var(--risk)}.good{color:var(--good)}
@media (max-width:40rem){
.cards thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
.cards,.cards caption,.cards tbody,.cards tr{display:block}
.cards tr{padding:.5rem 0;border-bottom:1px solid var(--line)}
.cards tbody th,.cards td{display:grid;grid-template-columns:5rem 1fr;padding:0;border:0;text-align:left;overflow-wrap:anywhere}
.cards td:empty{display:none}
.cards [data-head]::before{content:attr(data-head);color:var(--fg)}
}
svg{display:block;width:100%;max-width:32rem;height:auto}
.curves{display:grid;grid-template-columns:repeat(auto-fill,minmax(min(18rem,100%),1fr));gap:1rem}
figure{margin:0}figcaption{overflow-wrap:anywhere}
svg rect,svg polygon{fill:var(--bar)}
svg circle{fill:var(--fg);stroke:var(--bg);stroke-width:2}
svg text{fill:var(--fg);font-family:system-ui,sans-serif}
svg line,svg polyline{stroke:var(--line)}
";

/// What a browser may do with the page: nothing but show it, in the style of this hash.
pub(super) const POLICY: &str = "default-src 'none'; style-src 'sha256-dq00p7wKbHGaccIrasHY1Ks6bRX6FZ/k465Ikv3Wrik='; base-uri 'none'; form-action 'none'";
