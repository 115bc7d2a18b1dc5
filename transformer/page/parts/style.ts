/** How the page looks: system type, aligned numbers, few colours, the same in light and dark, on a phone and on paper. */

/** Every pair of text and ground has a contrast of 4.5 or more. */
const colours = `
:root{color-scheme:light dark;--ground:#f7f6f3;--panel:#ffffff;--text:#1d2127;--soft:#59606b;--line:#dedbd4;--faint:#efede8;
--link:#24507c;--good:#23663a;--watch:#805000;--bad:#ab2118;--bad-ground:#fdf1ef;--watch-ground:#fcf5e6;--good-ground:#eff6f0;
--focus:#24507c;--bar-applied:#3f7f9f;--bar-skipped:#b3a98f;--bar-refused:#b3382c}
@media (prefers-color-scheme:dark){:root{--ground:#15181c;--panel:#1d2126;--text:#e7e5e0;--soft:#a5abb4;--line:#343a42;--faint:#262b31;
--link:#92bee8;--good:#8ccd9d;--watch:#e6b85c;--bad:#ff9f95;--bad-ground:#341f1e;--watch-ground:#302818;--good-ground:#1b2a20;
--focus:#92bee8;--bar-applied:#5f9fc0;--bar-skipped:#8f876f;--bar-refused:#e3776b}}`;

const text = `
*{box-sizing:border-box}
html{-webkit-text-size-adjust:100%;scroll-padding-top:1rem}
body{margin:0;background:var(--ground);color:var(--text);font:400 1rem/1.55 system-ui,-apple-system,"Segoe UI",Roboto,"Noto Sans",sans-serif;
font-variant-numeric:tabular-nums;overflow-wrap:anywhere;text-rendering:optimizeLegibility}
h1{font-size:1.75rem;line-height:1.2;font-weight:650;letter-spacing:-.015em;margin:2rem 0 .25rem}
h2{font-size:1.125rem;line-height:1.35;font-weight:620;letter-spacing:-.005em;margin:0}
h3{font-size:1rem;line-height:1.4;font-weight:620;margin:0}
p{margin:.4rem 0}
small{font-size:.8125rem;font-weight:400;color:var(--soft)}
code,.path,textarea{font-family:ui-monospace,"SF Mono",SFMono-Regular,Menlo,Consolas,"Liberation Mono",monospace;font-size:.84em}
h2 code{font-size:.95em;font-weight:600}
a{color:var(--link);text-underline-offset:.18em;text-decoration-thickness:1px}
a:hover{text-decoration-thickness:2px}
:focus-visible{outline:2px solid var(--focus);outline-offset:2px;border-radius:3px}
main:focus{outline:none}
.lead{font-size:1.125rem;margin:0 0 1.5rem;max-width:50rem;text-wrap:pretty}
.folders,.utc,.since,.empty,.unknown,.zero{color:var(--soft)}
.zero{font-weight:400}
.utc{display:block;white-space:nowrap}
time{white-space:nowrap}
time.inline{white-space:normal}
.quiet{position:absolute;width:1px;height:1px;margin:-1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}
.empty:empty{display:none}
details>summary{cursor:pointer}
.long>summary{list-style-position:outside}`;

const frame = `
.skip{position:absolute;left:1rem;top:-4rem;background:var(--panel);padding:.5rem 1rem;border:1px solid var(--line);border-radius:6px;z-index:1}
.skip:focus{top:.5rem}
.top{background:var(--panel);border-bottom:1px solid var(--line);padding:.65rem max(1rem,calc((100vw - 72rem)/2 + 1rem));display:flex;flex-wrap:wrap;gap:.4rem 1.5rem;align-items:center}
.brand{margin:0;font-weight:680;letter-spacing:-.01em}
.brand a{color:var(--text);text-decoration:none}
nav{flex:1 1 auto}
nav ul{list-style:none;display:flex;flex-wrap:wrap;gap:.1rem .25rem;margin:0;padding:0}
nav a{display:block;padding:.35rem .7rem;border-radius:6px;color:var(--soft);text-decoration:none}
nav a:hover{background:var(--faint);color:var(--text)}
nav a[aria-current]{background:var(--faint);color:var(--text);font-weight:600}
.count{display:inline-block;min-width:1.5em;padding:0 .4em;margin-left:.15em;border-radius:1em;background:var(--bad-ground);color:var(--bad);font-size:.8125rem;font-weight:620;text-align:center}
main{max-width:72rem;margin:0 auto;padding:0 1rem 3rem}
footer{width:min(100% - 2rem,70rem);margin:0 auto;padding:1rem 0 3rem;border-top:1px solid var(--line);font-size:.875rem;color:var(--soft)}
footer ul{list-style:none;margin:0;padding:0}
footer strong{color:var(--watch);font-weight:600}
.panel{background:var(--panel);border:1px solid var(--line);border-radius:10px;padding:1.25rem 1.4rem;margin:0 0 1.25rem}
.panel.flat{padding:.35rem 0 0;overflow:hidden}
.tenant{margin:1.75rem 0 .75rem;font-size:1.25rem}
.notice{background:var(--good-ground);color:var(--good);border:1px solid currentColor;border-radius:8px;padding:.6rem 1rem;margin:1rem 0 0}
.mark{font-weight:620;white-space:nowrap}
.lead .mark,.stands .mark{white-space:normal}
.mark.good{color:var(--good)}.mark.watch{color:var(--watch)}.mark.bad{color:var(--bad)}.mark.quiet-state{color:var(--soft)}`;

const forms = `
input,button,.button,textarea,select{font:inherit;color:inherit}
input,select{background:var(--panel);border:1px solid var(--soft);border-radius:6px;padding:.4rem .65rem;min-width:0}
input::placeholder{color:var(--soft);opacity:1}
button,.button{display:inline-block;background:var(--panel);border:1px solid var(--soft);border-radius:6px;padding:.4rem .9rem;cursor:pointer;color:var(--text);text-decoration:none;line-height:1.55}
button:hover,.button:hover{background:var(--faint)}
button.primary{background:var(--link);border-color:var(--link);color:var(--panel);font-weight:600}
.look-up{display:flex;gap:.4rem}
.look-up input{width:11rem}
.ask{margin:0 0 1.75rem;max-width:46rem}
.ask label{display:block;font-size:.875rem;color:var(--soft);margin-bottom:.4rem}
.row{display:flex;gap:.5rem}
.row input{flex:1;font-size:1.0625rem;padding:.5rem .75rem}
.filters{display:flex;flex-wrap:wrap;gap:.6rem .8rem;align-items:end;margin:0 0 1.25rem}
.filters label{display:grid;gap:.15rem;font-size:.8125rem;color:var(--soft)}
.filters input,.filters select,.filters button{font-size:.9375rem;height:2.4rem}
.actions{display:flex;flex-wrap:wrap;gap:.6rem;align-items:end;margin-top:1rem}
.actions form{display:flex;flex-wrap:wrap;gap:.5rem;align-items:center}
.acknowledge label{font-size:.875rem;color:var(--soft)}
.acknowledge input{width:13rem;max-width:100%}
textarea{width:100%;background:var(--ground);border:1px solid var(--line);border-radius:6px;padding:.75rem;line-height:1.5;resize:vertical}`;

const tables = `
table{border-collapse:collapse;width:100%;font-size:.9375rem}
th,td{text-align:left;vertical-align:top;padding:.55rem .75rem;font-weight:400}
.panel.flat th:first-child,.panel.flat td:first-child{padding-left:1.4rem}
.panel.flat th:last-child,.panel.flat td:last-child{padding-right:1.4rem}
.panel:not(.flat) table{margin-top:.75rem}
.panel:not(.flat) th:first-child{padding-left:0}
.panel:not(.flat) td:last-child,.panel:not(.flat) th:last-child{padding-right:0}
thead th{font-size:.8125rem;color:var(--soft);white-space:nowrap;border-bottom:1px solid var(--line);padding-top:.4rem;padding-bottom:.4rem;overflow-wrap:normal}
tbody tr+tr>*{border-top:1px solid var(--faint)}
tbody th{font-weight:560}
.number{text-align:right;white-space:nowrap}
.wide{width:70%}
thead .main:not(.wide){min-width:8.5rem}
tbody .where{display:block;font-weight:400;color:var(--soft);font-size:.875rem;margin-top:.15rem}
.reason{display:block;font-size:.875rem;font-weight:400;margin-top:.2rem}
tr.worst>*{background:var(--bad-ground)}
tr.watched>*{background:var(--watch-ground)}
strong.refused-count{color:var(--bad);font-weight:620}
tr.chosen>*{background:var(--faint)}
.says,.below{display:block}
.says{font-weight:400;font-size:.9375rem;color:var(--text)}
.below{color:var(--soft)}
thead th:empty{padding:0}
.quiet-text{color:var(--soft);margin:.2rem 0 0}
.facts{margin:.8rem 0 0;display:grid;gap:.35rem}
.facts div{display:grid;grid-template-columns:9rem minmax(0,1fr);gap:.75rem}
.facts dt{color:var(--soft)}
.facts dd{margin:0}
@media (max-width:46rem){
table,tbody,tr,th,td{display:block;width:100%}
thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}
tbody tr{display:flex;flex-wrap:wrap;gap:.15rem .75rem;padding:.7rem 0}
th,td{flex:1 1 100%}
tbody tr+tr{border-top:1px solid var(--line)}
tbody tr+tr>*{border-top:0}
td,tbody th,.panel.flat td:first-child,.panel.flat th:first-child{padding:.12rem 0}
.panel.flat tbody tr{padding:.8rem 1.1rem}
.panel.flat td:last-child{padding-right:0}
.panel.flat{padding-top:0}
.panel.flat tr>*{background:none}
.panel.flat tr.worst{background:var(--bad-ground)}.panel.flat tr.watched{background:var(--watch-ground)}
td{display:grid;grid-template-columns:7.5rem minmax(0,1fr);gap:.75rem}
td::before{content:attr(data-title);color:var(--soft);font-size:.8125rem;line-height:1.75}
td.number{text-align:left;display:block;flex:1 1 4.3rem;width:auto}
td.number::before{display:block}
.wide{width:100%}
td.wide{display:block}
td.wide::before{content:none}
.cell{min-width:0}
.panel{padding:1rem 1.1rem}
h1{font-size:1.5rem;margin-top:1.4rem}
.lead{font-size:1.0625rem}
.look-up{width:100%}.look-up input{flex:1;width:auto}
nav a{padding:.3rem .5rem}
nav ul{margin-left:-.5rem}
.acknowledge,.acknowledge input{width:100%}}`;

const order = `
.ids{display:flex;flex-wrap:wrap;gap:.1rem 1.75rem;margin:.35rem 0 0}
.ids div{display:flex;gap:.5rem;min-width:0}
.ids dt{color:var(--soft);white-space:nowrap}
.ids dd{margin:0;min-width:0}
.item>h3{margin:1.25rem 0 .25rem;font-size:.8125rem;color:var(--soft);font-weight:400}
.stop{background:var(--bad-ground);border-left:4px solid var(--bad);border-radius:0 8px 8px 0;padding:.8rem 1.1rem;margin:1rem 0 0}
.stop p{margin:.35rem 0 0}
.stands{margin-top:.8rem}
.steps{list-style:none;margin:0;padding:0}
.step{display:grid;grid-template-columns:12.5rem minmax(0,1fr);gap:.25rem 1.25rem;padding:.6rem 0;border-top:1px solid var(--faint)}
.step p{margin:.1rem 0}
.step .who{color:var(--text)}
.step .mark{display:inline-block;min-width:6.2rem}
.step .where,p.says{font-size:.875rem;color:var(--soft)}
.feed::after{content:" ·"}
.step.here{background:var(--bad-ground);margin:0 -1.4rem;padding-left:1.4rem;padding-right:1.4rem}
.support{margin-top:.9rem}
.support summary,.more summary,.acknowledged summary{color:var(--link)}
.support textarea{margin-top:.6rem}
.more{margin-top:.6rem}
.acknowledged>summary{margin:0 0 1rem}
.cause{margin-top:1.4rem;border-top:1px solid var(--line);padding-top:1rem}
.searched{padding-left:1.1rem}
.pages{display:flex;gap:1rem;align-items:center;justify-content:space-between}
@media (max-width:46rem){.step{grid-template-columns:minmax(0,1fr)}.step.here{margin:0 -1.1rem;padding-left:1.1rem;padding-right:1.1rem}.step .mark{min-width:0;margin-right:.35rem}}`;

const charts = `
.charts{display:grid;grid-template-columns:repeat(auto-fit,minmax(min(100%,30rem),1fr));gap:1.25rem}
figure{margin:0 0 1.25rem}
figcaption{margin-bottom:.6rem}
figcaption small{display:block}
svg{display:block;width:100%;height:auto;overflow:visible}
svg text{fill:var(--soft);font-size:13px;font-variant-numeric:tabular-nums}
@media (max-width:46rem){svg text{font-size:20px}}
svg .axis{stroke:var(--line)}
svg .applied{fill:var(--bar-applied)}svg .skipped{fill:var(--bar-skipped)}svg .refused{fill:var(--bar-refused)}
svg .hatch{stroke:var(--panel)}
.key{display:flex;flex-wrap:wrap;gap:.2rem 1.2rem;list-style:none;margin:.5rem 0 0;padding:0;font-size:.8125rem;color:var(--soft)}
.key svg{display:inline-block;width:.9rem;height:.9rem;vertical-align:-.12rem;margin-right:.35rem}
figure details{margin-top:.5rem;font-size:.875rem}
figure summary{color:var(--link)}`;

const paper = `@media print{.top,.skip,.actions,.look-up{display:none}body{background:#fff}.panel{break-inside:avoid;border-color:#999}}
@media (prefers-reduced-motion:no-preference){.skip{transition:top .12s}}`;

export const style = [colours, text, frame, forms, tables, order, charts, paper]
  .join('')
  .replaceAll('\n', '');
