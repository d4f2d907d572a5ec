import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import type { CDPSession, Page } from 'playwright-core';
import { bundlePage } from '../../../../test/shared/bundle-page';
import { openPage } from '../../../../test/shared/chromium';
import { findChromium } from '../../../../test/shared/find-chromium';
import type { AccessibleBpmn, AccessibleBpmnOptions } from '../../src/index';

export interface DiagramWindow {
	diagram: {
		service: AccessibleBpmn;
		/** Services of bpmn-js, by name. */
		viewer: { get<Service = TestService>(name: string): Service };
		activated: string[];
		open(xml: string, options: AccessibleBpmnOptions, kind: 'navigated' | 'plain'): Promise<void>;
		shown(): Promise<void>;
	};
	violations: string[];
	hacked?: number;
	escapes?: number;
	told?: Array<string | null>;
}

interface TestService {
	add(...parts: unknown[]): unknown;
	remove(...parts: unknown[]): unknown;
	get(): Array<{ id: string }>;
	viewbox(box?: object): { scale: number };
	importXML(xml: string): Promise<unknown>;
	destroy(): void;
}
declare const window: DiagramWindow;

export interface DiagramPage {
	readonly page: Page;
	readonly devtools: CDPSession;
	open(xml: string, options?: AccessibleBpmnOptions, kind?: 'navigated' | 'plain'): Promise<void>;
	focused(): Promise<string | undefined>;
	complaints(): Promise<string[]>;
	close(): Promise<void>;
}

const requireHere = createRequire(__filename);
const policy =
	"default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; font-src 'self'; require-trusted-types-for 'script'; trusted-types default";
const html = `<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Diagram</title>
<link rel="stylesheet" href="/bpmn.css"><link rel="stylesheet" href="/package.css"><link rel="stylesheet" href="/page.css"></head>
<body><main><h1>Diagram</h1><button id="before">Before</button><div id="canvas"></div><button id="after">After</button>
<div id="outline"></div><div id="legend"></div><div id="keys"></div></main>
<script src="/page.js"></script></body></html>`;
const pageStyle = `#canvas { height: 500px } body { background: #fff; color: #1a1c20 }
[data-theme="dark"] body { background: #16181d; color: #e8eaee }`;
const listening = `window.violations = []; window.wantsPolicy = true;
addEventListener('securitypolicyviolation', (event) => violations.push(event.violatedDirective + ' ' + event.sample));\n`;

/** Opens a page with a viewer, under the strictest policy that a page can have. Without a browser, the tests of a file fail and name it. */
export async function openDiagramPage(): Promise<DiagramPage> {
	const executablePath = findChromium();
	if (!executablePath)
		throw new Error('Diagrams are tested in a browser, and there is no Chromium in PATH. Install it, or set CHROMIUM_PATH.');
	const files: Record<string, [type: string, body: string]> = {
		'/': ['text/html', html],
		'/page.js': ['text/javascript; charset=utf-8', listening + (await bundlePage(join(__dirname, 'page.mjs')))],
		'/bpmn.css': ['text/css', readFileSync(requireHere.resolve('bpmn-js/dist/assets/diagram-js.css'), 'utf8')],
		'/package.css': ['text/css; charset=utf-8', readFileSync(join(__dirname, '../../accessible-bpmn.css'), 'utf8')],
		'/page.css': ['text/css', pageStyle],
	};
	const { page, close } = await openPage(executablePath);
	const faults: string[] = [];
	page.on('pageerror', ({ message }) => faults.push(message));
	await page.route('http://diagram.test/**', (route) => {
		const [contentType, body] = files[new URL(route.request().url()).pathname] ?? [];
		if (contentType === undefined) return route.fulfill({ status: 404, body: '' });
		return route.fulfill({ contentType, body, headers: { 'content-security-policy': policy } });
	});
	await page.goto('http://diagram.test/');
	return {
		page,
		devtools: await page.context().newCDPSession(page),
		open: (xml, options = {}, kind = 'navigated') =>
			page.evaluate(([model, given, viewer]) => window.diagram.open(model, given, viewer), [xml, options, kind] as const),
		focused: () => page.evaluate(() => document.activeElement?.getAttribute('data-element-id') ?? undefined),
		complaints: async () => [...faults, ...(await page.evaluate(() => window.violations))],
		close,
	};
}
