/** Style of the report: nothing is loaded, light and dark follow the reader, paper is always light. */
export const style = `
:root{color-scheme:light dark;--paper:#fff;--ink:#16202c;--soft:#4a5866;--line:#d5dce3;--panel:#f5f7f9;--link:#1c5fa8;--good:#1e6b3c;--good-bg:#e3f4e8;--bad:#a12622;--bad-bg:#fdeaea;--warn:#7a4d00;--warn-bg:#fff2d8}
@media screen and (prefers-color-scheme:dark){:root{--paper:#12181f;--ink:#e8edf2;--soft:#a9b6c2;--line:#33404c;--panel:#1a222b;--link:#84b8f2;--good:#8edaa8;--good-bg:#16351f;--bad:#f4a3a0;--bad-bg:#431d1d;--warn:#f0c871;--warn-bg:#3d2e0e}}
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.5 system-ui,-apple-system,"Segoe UI",Helvetica,Arial,sans-serif}
.skip{position:absolute;left:-999px}.skip:focus{left:1rem;top:1rem;background:var(--paper);padding:.5rem}
header,main,footer{max-width:1180px;margin:0 auto;padding:0 1.25rem}
header{padding-top:2rem}
h1{font-size:1.75rem;line-height:1.2;margin:0 0 .35rem;overflow-wrap:anywhere}
h2{font-size:1.3rem;margin:3rem 0 .75rem;padding-top:1rem;border-top:1px solid var(--line)}
h3{font-size:1.05rem;margin:1.75rem 0 .5rem}
p{margin:.5rem 0;max-width:75ch}
a{color:var(--link)}
.lead,.soft{color:var(--soft)}
nav ul{display:flex;flex-wrap:wrap;gap:.4rem .5rem;list-style:none;padding:0;margin:1.25rem 0 0}
nav a{display:inline-block;padding:.25rem .7rem;border:1px solid var(--line);border-radius:999px;text-decoration:none;font-size:.9rem}
nav a:hover,nav a:focus-visible{background:var(--panel)}
.facts{display:grid;grid-template-columns:repeat(4,1fr);gap:.75rem;margin:1.5rem 0 0}
.facts div{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:.75rem .9rem}
.facts dt{color:var(--soft);font-size:.82rem}
.facts dd{margin:.1rem 0 0;font-size:1.15rem;font-weight:600;overflow-wrap:anywhere}
.wide{margin:1rem 0;overflow-x:auto}
table{border-collapse:collapse;width:100%;font-size:.9rem}
caption{text-align:left;font-weight:600;padding:0 0 .4rem;font-size:1rem}
th,td{text-align:left;vertical-align:top;padding:.45rem .7rem .45rem 0;border-bottom:1px solid var(--line);overflow-wrap:break-word}
th small{display:inline-block;font-weight:400;color:var(--soft);font-size:.92em}
thead th{color:var(--soft);font-weight:600;font-size:.82rem;border-bottom:2px solid var(--line);overflow-wrap:normal}
tbody th{font-weight:600;min-width:8.5rem}
.k{white-space:nowrap}.k wbr{display:none}
.n{text-align:right;font-variant-numeric:tabular-nums}
td>div+div,th>div+div{margin-top:.2rem}
code{font:.88em/1.4 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;overflow-wrap:break-word}
.any{overflow-wrap:anywhere}
.badge{display:inline-block;padding:.05rem .55rem;border-radius:999px;font-size:.82rem;font-weight:600;white-space:nowrap;border:1px solid currentColor}
.good{color:var(--good);background:var(--good-bg)}.bad{color:var(--bad);background:var(--bad-bg)}.warn{color:var(--warn);background:var(--warn-bg)}.plain{color:var(--soft);background:var(--panel)}
.fold{margin:1rem 0;border:1px solid var(--line);border-radius:10px;padding:0 .9rem}
.fold>summary{cursor:pointer;font-weight:600;padding:.7rem 0}
.fold>summary:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.fold caption{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.count{color:var(--soft);font-weight:400;font-size:.9rem;margin-left:.4rem}
.picture{margin:1rem calc(50% - min(50vw - 1.25rem,var(--w)/2 + 1rem,900px));border:1px solid var(--line);border-radius:10px;overflow:auto}
.picture svg{display:block;height:auto;width:max(100%,var(--w)*.65);max-width:var(--w);margin:0 auto}
.bar{display:block;width:100%;max-width:16rem;height:.6rem;border-radius:6px;background:var(--line);overflow:hidden}
.bar span{display:block;height:100%;background:var(--link)}
footer{margin-top:3rem;padding-top:1rem;padding-bottom:2.5rem;color:var(--soft);font-size:.9rem}
@media screen and (max-width:760px){
.picture{margin:1rem 0}.picture svg{width:auto;max-width:none}
h1{font-size:1.4rem}
.facts{grid-template-columns:repeat(2,1fr)}
table,tbody,tr,th,td{display:block;width:100%}
caption{display:block}
thead{position:absolute;left:-9999px}
tbody tr{border:1px solid var(--line);border-radius:10px;padding:.5rem .8rem;margin:0 0 .6rem}
th,td{border:0;padding:.2rem 0}
td:empty{display:none}
td{display:grid;grid-template-columns:6.5rem minmax(0,1fr);column-gap:.6rem}
td::before{color:var(--soft);font-size:.82rem;padding-top:.1rem;grid-row:1/span 20}
td>*{grid-column:2;justify-self:start}
td>div+div{margin-top:.1rem}
.n{text-align:left}.k{white-space:normal}.k wbr{display:inline}
}
@page broad{size:landscape}
@media print{
:root{color-scheme:light}
html{font-size:11px}
body{font-size:9.5pt}
header,main,footer{max-width:none;padding:0}
nav,.skip{display:none}
h2{break-after:avoid}
tr,.picture,.facts div{break-inside:avoid}
thead{display:table-header-group}
.wide{overflow:visible}
.picture{margin:1rem 0;overflow:visible}
.picture svg{width:100%;max-width:100%;max-height:24cm}
.fold{border:0;padding:0}
.fold::details-content{content-visibility:visible;block-size:auto}
.fold>summary{list-style:none;padding:0 0 .4rem}
table{font-size:8.5pt}caption{font-size:10pt}
.broad,section:has(>.broad)>h2,section:has(>.broad)>h2+p{page:broad}
}
`;
