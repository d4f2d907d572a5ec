/** Readable on light and dark screens, and on paper. */
export const pageStyle = `
:root { color-scheme: light dark; --line: #8886; --good: #1a7f37; --bad: #c0272d; }
@media (prefers-color-scheme: dark) { :root { --good: #4ac26b; --bad: #ff7b72; } }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 1200px; margin: 2rem auto; padding: 0 1rem; }
table { border-collapse: collapse; margin: 1rem 0; }
th, td { text-align: left; padding: .3rem .9rem .3rem 0; border-bottom: 1px solid var(--line); }
details { border: 1px solid var(--line); border-radius: 6px; margin: .5rem 0; padding: .4rem .8rem; }
summary { cursor: pointer; font-weight: 600; }
blockquote { margin: .6rem 0; padding-left: .8rem; border-left: 3px solid var(--line); white-space: pre-wrap; }
.columns { display: grid; gap: 1rem; grid-template-columns: repeat(auto-fit, minmax(300px, 1fr)); }
article { min-width: 0; overflow-wrap: anywhere; }
h3 { font-size: .85rem; margin: .2rem 0; opacity: .7; }
.reply { white-space: pre-wrap; }
.call, .used { font-size: .85rem; opacity: .75; margin: .2rem 0; }
.call, pre { font-family: ui-monospace, monospace; }
pre { white-space: pre-wrap; font-size: .85rem; }
ul { list-style: none; padding: 0; margin: .4rem 0; font-size: .9rem; }
.passed, .better { color: var(--good); }
.failed, .worse { color: var(--bad); }
`;
