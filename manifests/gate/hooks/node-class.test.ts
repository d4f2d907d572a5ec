import { mkdirSync, mkdtempSync, realpathSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { requireClassOf } from './node-class';

let root: string;
let folder: string;
const weather = { type: 'n8n-nodes-weather.weather', typeVersion: 1 };

beforeEach(() => {
	root = realpathSync(mkdtempSync(join(tmpdir(), 'troupe-class-')));
	folder = join(root, 'n8n-nodes-weather');
	mkdirSync(folder);
});
afterEach(() => rmSync(root, { recursive: true }));

/** Loads a file as n8n does, and returns n8n's node types with an instance of the class in it. */
function load(file: string, code: string) {
	writeFileSync(join(root, file), code);
	const { Weather } = createRequire(__filename)(join(root, file)) as { Weather: new () => object };
	return { getByNameAndVersion: () => new Weather() };
}
const outside = expect.objectContaining({ code: 'MANIFEST_TAMPERED', message: expect.stringContaining('which is outside of the package') });

describe('the class of a node', () => {
	it.each([
		['a value', 'exports.Weather = class Weather {};'],
		[
			'a getter, as bundlers write it',
			'class Weather {} Object.defineProperty(exports, "Weather", { enumerable: true, get: () => Weather });',
		],
	])('is accepted from a file of its package, and refused from another, exported as %s', (_how, code) => {
		expect(() => requireClassOf(folder, weather, load('n8n-nodes-weather/Weather.node.js', code))).not.toThrow();
		expect(() => requireClassOf(folder, weather, load('Weather.node.js', code))).toThrow(outside);
	});

	it('is refused from a folder whose name only begins like that of the package', () => {
		mkdirSync(join(root, 'n8n-nodes-weather-evil'));
		const types = load('n8n-nodes-weather-evil/Weather.node.js', 'exports.Weather = class Weather {};');
		expect(() => requireClassOf(folder, weather, types)).toThrow(outside);
	});

	it('is accepted where the package is installed as a link', () => {
		const link = join(root, 'link');
		symlinkSync(folder, link);
		const types = load('n8n-nodes-weather/Weather.node.js', 'exports.Weather = class Weather {};');
		expect(() => requireClassOf(link, weather, types)).not.toThrow();
	});

	it('is not judged where no loaded file exports it, or n8n passes no classes', () => {
		load('object.js', 'exports.Weather = Object;');
		expect(() => requireClassOf(folder, weather, { getByNameAndVersion: () => ({}) })).not.toThrow();
		expect(() => requireClassOf(folder, weather, { getByNameAndVersion: () => new (class Hidden {})() })).not.toThrow();
		expect(() => requireClassOf(folder, weather)).not.toThrow();
	});

	it('is looked for without reading what other modules compute on demand', () => {
		load('lazy.js', 'exports.Weather = class {}; Object.defineProperty(exports, "other", { get() { throw new Error("was read"); } });');
		const types = load('n8n-nodes-weather/Weather.node.js', 'exports.Weather = class Weather {};');
		expect(() => requireClassOf(folder, weather, types)).not.toThrow();
	});
});
