import { globSync, readFileSync } from 'node:fs';

const sources = globSync('nodes/**/*.ts', { exclude: (name) => /\.test\.ts$|^testing$/.test(name) });
const emitting = sources.filter((name) => readFileSync(name, 'utf8').includes('.emit(['));

it('is asked by every trigger before it gives n8n an item', () => {
	expect(emitting.length).toBeGreaterThan(3);
	expect(emitting.filter((name) => !/\b(?:toTriggerItem|openHiding|readTurn)\b/.test(readFileSync(name, 'utf8')))).toEqual([]);
});
