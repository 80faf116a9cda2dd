/** What the page of a verification adds to the style of the report: exchanges as they went over the wire, and the colour of a verdict. */
export const verifyStyle = `
.facts .red dd{color:var(--bad)}
.verdict{display:inline-block;margin:0 0 .6rem;padding:.2rem .8rem;border-radius:999px;font-weight:600;border:1px solid currentColor}
article{margin:1.25rem 0;border:1px solid var(--line);border-left:4px solid var(--bad);border-radius:10px;padding:.9rem 1.1rem}
article h3{margin:0 0 .2rem;overflow-wrap:anywhere}
article h4{font-size:1rem;margin:1rem 0 .3rem;overflow-wrap:anywhere}
article>p{overflow-wrap:anywhere}
.said{list-style:none;margin:.3rem 0;padding:0}
.said li{padding:.15rem 0 .15rem 1.4rem;text-indent:-1.4rem;overflow-wrap:anywhere}
.said .no{color:var(--bad)}
.exchange{margin:.6rem 0;border:1px solid var(--line);border-radius:8px;overflow:hidden}
.exchange>summary{cursor:pointer;padding:.45rem .8rem;background:var(--panel);font-weight:600;overflow-wrap:anywhere}
.exchange>summary:focus-visible{outline:2px solid var(--link);outline-offset:-2px}
.sides{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,24rem),1fr));gap:0 1.2rem;padding:.3rem .8rem .8rem}
.sides>div{min-width:0}
.sides h5{font-size:.82rem;color:var(--soft);margin:.6rem 0 .25rem;font-weight:600}
pre{margin:0;padding:.6rem .7rem;background:var(--panel);border:1px solid var(--line);border-radius:6px;font:.82em/1.45 ui-monospace,SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;white-space:pre-wrap;overflow-wrap:anywhere;tab-size:2;max-height:34rem;overflow:auto}
pre:focus-visible{outline:2px solid var(--link);outline-offset:2px}
.broken{border-left-color:var(--warn)}
@media screen and (max-width:760px){article{padding:.8rem}.sides{padding:.2rem .6rem .6rem}}
@media print{
article{break-inside:auto}
article h3,article h4,.sides h5{break-after:avoid}
.exchange::details-content{content-visibility:visible;block-size:auto}
.exchange>summary{list-style:none}
pre{max-height:none;overflow:visible;font-size:7.5pt}
}
`;
