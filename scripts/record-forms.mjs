#!/usr/bin/env node
/**
 * Records what form-js sends and refuses for the cases of bpmn/forms/recorded-forms.json, in a real browser whose zone is UTC. `--check` compares and
 * writes nothing. Needs Chromium. The first run installs form-js in the user's cache, where it stays: its licence asks for a mark on the screen.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { chromium } from 'playwright-core';
import { rolldown } from 'rolldown';
import { cachedFolder } from './lib/cached-folder.mjs';
import { registryFlags } from './lib/registry.mjs';
import { runCommand } from './zeebe/run-command.mjs';

const version = '2.0.0';
const file = join(import.meta.dirname, '../bpmn/forms/recorded-forms.json');
const cases = JSON.parse(readFileSync(file, 'utf8'));
const say = (text) => process.stderr.write(`${text}\n`);

const folder = await cachedFolder({ name: `form-js-${version}`, make: install, progress: say });
const recorded = await record(await bundle(folder));
const changed = cases.filter((one, index) => !isDeepStrictEqual(one, recorded[index]));
for (const { name } of changed) say(`changed: ${name}`);
if (!process.argv.includes('--check')) writeFileSync(file, `[\n${recorded.map((one) => JSON.stringify(one)).join(',\n')}\n]\n`);
process.exitCode = process.argv.includes('--check') && changed.length > 0 ? 1 : 0;

async function install(target) {
	const flags = ['--ignore-scripts', '--no-audit', '--no-fund', ...(await registryFlags(say))];
	const { code, output } = await runCommand('npm', ['install', '--prefix', target, ...flags, `@bpmn-io/form-js-viewer@${version}`]);
	if (code !== 0) throw new Error(output);
}

async function bundle(installed) {
	const input = join(installed, 'node_modules/@bpmn-io/form-js-viewer/dist/index.es.js');
	const build = await rolldown({ input, platform: 'browser', logLevel: 'silent' });
	const { output } = await build.generate({ format: 'iife', name: 'formJs' });
	return output[0].code;
}

async function record(code) {
	const executablePath = process.env.CHROMIUM_PATH ?? '/usr/bin/chromium';
	const browser = await chromium.launch({ executablePath, args: ['--no-sandbox'] });
	let isBroken = false;
	const openPage = async () => {
		isBroken = false;
		const page = await (await browser.newContext({ timezoneId: 'UTC' })).newPage();
		page.on('pageerror', () => (isBroken = true));
		await page.setContent('<!doctype html><body></body>');
		await page.addScriptTag({ content: code });
		return page;
	};
	const results = [];
	let page = await openPage();
	for (const [index, { name, components, variables, entered }] of cases.entries()) {
		if (index % 50 === 0) say(`${index} of ${cases.length}`);
		const result = await page.evaluate(fillIn, { components, variables, entered });
		results.push({ name, components, variables, entered, ...result });
		if (!isBroken && result.fails === undefined) continue;
		// Preact shows nothing more after an error.
		await page.context().close();
		page = await openPage();
	}
	await browser.close();
	return JSON.parse(JSON.stringify(results));
}

/** Runs in the page. */
async function fillIn({ components, variables = {}, entered = {} }) {
	const { Form } = globalThis.formJs;
	const read = (data, path) => path.reduce((value, name) => (value && typeof value === 'object' ? value[name] : undefined), data);
	const container = globalThis.document.body.appendChild(globalThis.document.createElement('div'));
	try {
		const form = new Form({ container, debounce: false });
		await form.importSchema({ type: 'default', id: 'form', components }, variables);
		const [registry, shown, paths] = ['formFieldRegistry', 'formFieldInstanceRegistry', 'pathRegistry'].map((name) => form.get(name));
		const readData = () => form._getState().data;
		const settle = async () => {
			for (let quiet = 0, before, frames = 0; quiet < 5 && frames < 200; frames++) {
				await new Promise((resolve) => globalThis.requestAnimationFrame(() => setTimeout(resolve)));
				quiet = readData() === before ? quiet + 1 : 0;
				before = readData();
			}
		};
		const enter = async (fieldInstance, value) => {
			form._update({ field: registry.get(fieldInstance.id), fieldInstance, value });
			await settle();
		};
		await settle();
		for (const list of registry.getAll().filter(({ type }) => type === 'dynamiclist')) {
			const path = paths.getValuePath(list);
			const wanted = read(entered, path);
			const instance = shown.getAll().find(({ id }) => id === list.id);
			if (!Array.isArray(wanted) || !instance) continue;
			const rows = (read(readData(), path) ?? []).slice(0, wanted.length);
			while (rows.length < wanted.length)
				rows.push(form._getInitializedFieldData(readData(), { container: list, indexes: { [list.id]: rows.length } }));
			await enter(instance, rows);
		}
		// A field may be shown only after another was entered.
		for (let round = 0; round < 3; round++)
			for (const instance of shown.getAllKeyed()) {
				const value = read(entered, instance.valuePath);
				const isEntered = JSON.stringify(value) === JSON.stringify(read(readData(), instance.valuePath));
				if (value !== undefined && !isEntered && shown.get(instance.instanceId)) await enter(instance, value);
			}
		const { data, errors } = form.submit();
		return { sends: data, refuses: Object.keys(errors).map((id) => registry.get(id).key) };
	} catch (error) {
		return { fails: error.message };
	}
}
