import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { levels } from '../sandbox/levels/level';
import { probes } from '../sandbox/probes';
import { standInNames } from '../sandbox/traffic/stand-ins';

it.each(['sandbox.md', 'sandbox.pt.md'])('lists every probe under the first level that stops it, in %s', (page) => {
	const rows = readFileSync(join(__dirname, 'sandbox', page), 'utf8')
		.split('\n')
		.filter((line) => line.startsWith('| '))
		.map((line) => line.split('|').slice(2, -1))
		.filter((cells) => cells.length === levels.length);
	const listed = levels.map((_level, column) => rows.flatMap((cells) => [...cells[column]!.matchAll(/`([a-z-]+)`/g)].map(([, id]) => id!)));
	expect(listed).toEqual(levels.map((level) => probes.filter((probe) => probe.level === level).map(({ id }) => id)));
});

it.each(['network.md', 'network.pt.md'])('lists every stand-in, in %s', (page) => {
	const text = readFileSync(join(__dirname, 'sandbox', page), 'utf8');
	expect(standInNames.filter((name) => !text.includes(`\`${name}\``))).toEqual([]);
});
