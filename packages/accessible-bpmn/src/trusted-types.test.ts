import { allowsMarkup } from './trusted-types';

it.each([
	'<div class="djs-overlay" data-overlay-id="ov-1">',
	'<li><a class="bjs-crumb" href="#sub" title="A &amp; B">A &amp; B</a></li>',
	'<div class="djs-overlays" />',
	'plain text',
])('allows %s', (markup) => {
	expect(allowsMarkup(markup)).toBe(true);
});

it.each([
	'<img src=x onerror=alert(1)>',
	'<div onclick="alert(1)">',
	'<div style="color: red">',
	'<a href="javascript:alert(1)">x</a>',
	'<a href="https://bpmn.io.example/">x</a>',
	'<script>alert(1)</script>',
	'<svg><use href="#x"/></svg>',
	'<svg><animate onbegin="alert(1)"/></svg>',
	'<iframe srcdoc="x">',
	'<div class="a" title="b"onclick="alert(1)">',
	'<!-- <div> -->',
	'<constructor>',
	'a > b',
	`<div>${'x'.repeat(30_000)}</div>`,
])('refuses %s', (markup) => {
	expect(allowsMarkup(markup)).toBe(false);
});
