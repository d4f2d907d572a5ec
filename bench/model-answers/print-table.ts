import type { Verdict } from './judge-received';
import type { Played } from './play-all';

const verdicts = ['right', 'honest', 'harmful'] as const;

/** Prints how the answers of each kind ended, and each that did not end as it may. */
export function printTable(played: Played[], ...allowed: Array<Verdict['verdict']>): void {
	const count = (all: Played[]) =>
		verdicts.map((verdict) => `${all.filter((one) => one.verdict === verdict).length} ${verdict}`.padStart(12)).join('');
	const kinds = [...Map.groupBy(played, ({ sample }) => sample.kind)].sort(([one], [other]) => one.localeCompare(other));
	for (const [kind, all] of kinds) console.log(`${kind.padEnd(56)}${count(all)}`);
	console.log(`${`${played.length} answers of ${kinds.length} kinds`.padEnd(56)}${count(played)}`);
	for (const { sample, format, verdict, why, received } of played.filter((one) => !allowed.includes(one.verdict))) {
		const got = `${received.kind} ${received.why}`.trim();
		console.log(`${verdict}: ${sample.id}, ${sample.case}, ${format}, ${got}: ${why.join('; ').replace(/\s+/g, ' ')}`);
	}
}
