/**
 * Holds the size of the product under the ceilings of budget.json: a value above its ceiling fails, and one more than 1 % below it too, so that what
 * was freed is not filled again. `npm run budget` (`--write`) lowers the ceilings. A raise is an entry with a reason in the same file.
 */
import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { measureTree } from './budget/measure-tree.mjs';

const root = join(import.meta.dirname, '../..');
const file = 'budget.json';
/** Values of rooms: what moves from one room to another raises nothing while the sum does not rise. */
const groups = ['code', 'comments', 'files'];
/** Raises until 0.1.0, besides the allowances that issues name for themselves. */
const maxRaises = 10;
/** Signatures and builds of zlib differ by some bytes from one machine to the next. */
const withSlack = (name, value) => (/Bytes$|^code\.|^comments\./.test(name) ? Math.ceil(value * 1.001) : value);
const groupOf = (name) => groups.find((group) => name.startsWith(`${group}.`));

/**
 * @typedef {{ ceilings: Record<string, number>, raises: { value: string, by: number, reason: string, issue?: string }[],
 *   allowances: Record<string, Record<string, number>> }} Budget
 * @param {Budget} budget @param {Map<string, number>} values as they are now
 * @returns {{ above: string[], below: string[], missing: string[] }} names of values
 */
export function compare({ ceilings }, values) {
	const names = [...new Set([...values.keys(), ...Object.keys(ceilings)])];
	const total = (of, group) => names.reduce((sum, name) => sum + (groupOf(name) === group ? of(name) : 0), 0);
	const valueOf = (name) => values.get(name) ?? 0;
	const ceilingOf = (name) => ceilings[name] ?? 0;
	const isNew = (name) => !(name in ceilings) && !(groupOf(name) && total(ceilingOf, groupOf(name)) > 0);
	const isMoved = (name) => groupOf(name) && total(valueOf, groupOf(name)) <= total(ceilingOf, groupOf(name));
	return {
		above: names.filter((name) => !isNew(name) && valueOf(name) > ceilingOf(name) && !isMoved(name)),
		below: names.filter((name) => valueOf(name) < 0.99 * ceilingOf(name)),
		missing: names.filter(isNew),
	};
}

/** Returns the ceilings with what was freed taken out, and with what moved between rooms. @param {Budget} budget @param {Map<string, number>} values */
export function lower(budget, values) {
	const { above } = compare(budget, values);
	const ceilings = {};
	for (const name of [...values.keys()].sort()) {
		const value = withSlack(name, values.get(name));
		const ceiling = budget.ceilings[name];
		if (above.includes(name)) ceilings[name] = ceiling ?? 0;
		else if (groupOf(name) && value > (ceiling ?? value)) ceilings[name] = values.get(name);
		else ceilings[name] = Math.min(value, ceiling ?? value);
	}
	return { ...budget, ceilings };
}

/**
 * Returns what is wrong with a budget beside the budgets before it: a ceiling that rose without an entry, too many entries, entries beyond an allowance.
 * @param {Budget} budget @param {Budget[]} earlier @returns {string[]}
 */
export function findRaised({ ceilings, raises, allowances }, earlier) {
	const faults = raises.filter(({ reason }) => !reason?.trim()).map(({ value }) => `The raise of ${value} has no reason.`);
	const free = raises.filter(({ issue }) => issue === undefined);
	if (free.length > maxRaises) faults.push(`${free.length} raises stand in ${file}, and at most ${maxRaises} may until 0.1.0.`);
	for (const { issue, value } of raises.filter(({ issue }) => issue !== undefined)) {
		const allowed = allowances[issue]?.[value] ?? allowances[issue]?.[groupOf(value)] ?? 0;
		const spent = sum(raises.filter((raise) => raise.issue === issue && raise.value === value).map(({ by }) => by));
		if (spent > allowed) faults.push(`The issue "${issue}" has an allowance of ${allowed} for ${value}, and raises it by ${spent}.`);
	}
	const names = [...new Set(Object.keys(ceilings).map((name) => groupOf(name) ?? name))];
	for (const name of names) {
		const before = earlier.map((budget) => net(budget, name)).filter((value) => value !== undefined);
		const risen = before.length > 0 ? net({ ceilings, raises }, name) - Math.min(...before) : 0;
		if (risen > 0)
			faults.push(`The ceiling of ${name} was raised by ${risen} without an entry. Add one with a reason to "raises", or lower it.`);
	}
	return faults;
}

/** The ceiling of a value or of a group's sum without the raises; undefined before the value had one. */
function net({ ceilings, raises }, name) {
	const belongs = (other) => other === name || groupOf(other) === name;
	const own = Object.entries(ceilings).filter(([each]) => belongs(each));
	if (own.length === 0) return undefined;
	return sum(own.map(([, ceiling]) => ceiling)) - sum(raises.filter(({ value }) => belongs(value)).map(({ by }) => by));
}

function check() {
	const budget = JSON.parse(readFileSync(join(root, file), 'utf8'));
	const measured = measureWorkTree();
	const values = new Map([...measured].map(([name, { value }]) => [name, value]));
	if (process.argv.includes('--write')) {
		const lowered = lower(budget, values);
		writeFileSync(join(root, file), `${JSON.stringify(lowered, null, '\t')}\n`);
		const changed = Object.keys({ ...budget.ceilings, ...lowered.ceilings }).filter(
			(name) => budget.ceilings[name] !== lowered.ceilings[name],
		);
		for (const name of changed) console.log(`${name}: ${budget.ceilings[name] ?? 'new'} → ${lowered.ceilings[name] ?? 'gone'}`);
		budget.ceilings = lowered.ceilings;
	}
	const { above, below, missing } = compare(budget, values);
	const earlier = above.length > 0 ? measureBefore() : undefined;
	const faults = [
		...above.map((name) => {
			const ceiling = budget.ceilings[name] ?? 0;
			const cause = findCause(measured.get(name).parts, earlier?.get(name)?.parts);
			return `${name} is ${values.get(name)}, above its ceiling of ${ceiling} by ${values.get(name) - ceiling}${cause}. Take out as much, or add an entry with a reason to "raises" in ${file}.`;
		}),
		...below.map(
			(name) => `${name} is ${values.get(name) ?? 0}, more than 1 % below its ceiling of ${budget.ceilings[name]}. Run \`npm run budget\`.`,
		),
		...missing.map((name) => `${name} has no ceiling. Run \`npm run budget\`.`),
		...findRaised(budget, readEarlierBudgets()),
	];
	for (const fault of faults) console.error(`${file}: ${fault}`);
	console.log(`Budget: ${values.size} values, ${faults.length} faults.`);
	process.exitCode = faults.length > 0 ? 1 : 0;
}

function measureWorkTree() {
	const files = git('ls-files', '--cached', '--others', '--exclude-standard').split('\n').filter(Boolean);
	const present = [...new Set(files)].filter((path) => existsSync(join(root, path)));
	const measured = measureTree({
		files: present.sort(),
		read: (path) => readFileSync(join(root, path), 'utf8'),
		size: (path) => statSync(join(root, path)).size,
	});
	// The gate packs before it lints.
	const { name, version } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
	const packed = join(root, `build/${name}-${version}.tgz`);
	if (existsSync(packed)) measured.set('packageBytes', { value: statSync(packed).size, parts: new Map() });
	else if (process.env.CI) throw new Error(`${packed} is missing, and its size is a value of ${file}. Run \`npm run package\`.`);
	else {
		console.log('Budget: the size of the package is not measured. `npm run package` makes it.');
		const { packageBytes = 0 } = JSON.parse(readFileSync(join(root, file), 'utf8')).ceilings;
		measured.set('packageBytes', { value: packageBytes, parts: new Map() });
	}
	return measured;
}

/** Measures the commit that changed the budget last, so that what grew since can be named. */
function measureBefore() {
	const commit = git('log', '-1', '--format=%H', '--', file).trim();
	if (!commit) return undefined;
	const files = git('ls-tree', '-r', '--name-only', commit).split('\n').filter(Boolean).sort();
	const blobs = readBlobs(files.map((path) => `${commit}:${path}`));
	const contents = new Map(files.map((path, index) => [path, blobs[index]]));
	return measureTree({
		files,
		read: (path) => contents.get(path).toString('utf8'),
		size: (path) => contents.get(path).length,
	});
}

/** Names the part that grew most, as the end of a sentence. */
function findCause(parts, before = new Map()) {
	const grown = [...parts].map(([part, amount]) => ({ part, by: amount - (before.get(part) ?? 0) })).filter(({ by }) => by > 0);
	const [most] = grown.sort((one, other) => other.by - one.by);
	return most ? `; the biggest cause is ${most.part} (+${most.by})` : '';
}

function readEarlierBudgets() {
	const commits = git('log', '--format=%H', '--', file).split('\n').filter(Boolean);
	return readBlobs(commits.map((commit) => `${commit}:${file}`))
		.filter(Boolean)
		.map((text) => JSON.parse(text.toString('utf8')));
}

/** @param {string[]} names as git names objects @returns {(Buffer | undefined)[]} undefined for an object that does not exist */
function readBlobs(names) {
	if (names.length === 0) return [];
	const output = execFileSync('git', ['cat-file', '--batch'], { cwd: root, input: `${names.join('\n')}\n`, maxBuffer: 2 ** 30 });
	let at = 0;
	return names.map(() => {
		const end = output.indexOf(0x0a, at);
		const [, type, size] = output.toString('utf8', at, end).split(' ');
		at = end + 1;
		if (type !== 'blob') return undefined;
		const blob = output.subarray(at, at + Number(size));
		at += Number(size) + 1;
		return blob;
	});
}

const git = (...args) => execFileSync('git', ['-c', 'core.quotePath=false', ...args], { cwd: root, encoding: 'utf8', maxBuffer: 2 ** 28 });
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);

if (process.argv[1] === fileURLToPath(import.meta.url)) check();
