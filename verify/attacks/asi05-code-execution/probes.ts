import { probes } from '../../../sandbox/probes';
import { listOwed } from '../../../sandbox/probes/measure-levels';
import { environmentProbes } from '../../../sandbox/probes/kinds/environment';
import { escapeProbes } from '../../../sandbox/probes/kinds/escapes';
import { fileProbes } from '../../../sandbox/probes/kinds/files';
import { grantProbes } from '../../../sandbox/probes/kinds/grants';
import { groupProbes } from '../../../sandbox/probes/kinds/groups';
import { kernelProbes } from '../../../sandbox/probes/kinds/kernel';
import { neighbourProbes } from '../../../sandbox/probes/kinds/neighbours';
import { networkProbes } from '../../../sandbox/probes/kinds/network';
import { outletProbes } from '../../../sandbox/probes/kinds/outlet';
import { processProbes } from '../../../sandbox/probes/kinds/processes';
import { resourceProbes } from '../../../sandbox/probes/kinds/resources';
import { runtimeProbes } from '../../../sandbox/probes/kinds/runtime';
import type { Probe } from '../../../sandbox/probes/probe';
import { findMeasurement, type MachineMeasurement, readMeasurement } from '../../../sandbox/run/measured-machine';
import { type Attack, held, notTried, type Observation, open } from '../../attack';
import type { Range } from '../../range/range';

const kinds: Array<[id: string, en: string, pt: string, probes: readonly Probe[]]> = [
	['01', 'reads and writes files of this machine', 'lê e grava arquivos desta máquina', fileProbes],
	['02', 'reads the environment of Troupe', 'lê o ambiente do Troupe', environmentProbes],
	['03', 'reaches a network', 'alcança uma rede', networkProbes],
	['04', 'gets around its only way out', 'contorna sua única saída', outletProbes],
	['05', 'uses more than it was granted', 'usa mais do que lhe foi concedido', grantProbes],
	['06', 'starts and stops processes', 'inicia e encerra processos', processProbes],
	['07', 'takes over its runtime', 'toma conta do seu runtime', runtimeProbes],
	['08', 'breaks out of V8', 'escapa do V8', escapeProbes],
	['09', 'uses up memory, time and disk', 'esgota memória, tempo e disco', resourceProbes],
	['10', 'makes forbidden system calls', 'faz chamadas de sistema proibidas', kernelProbes],
	['11', 'reaches code that runs beside it', 'alcança código que roda ao lado', neighbourProbes],
	['12', 'leaves its control group', 'sai do seu grupo de controle', groupProbes],
];

/** The probes of the sandbox, at the highest level that this machine reaches. */
export const probeAttacks: Attack[] = kinds.map(([id, en, pt, ofKind]) => ({
	id: `ASI05.${id}`,
	title: { en: `Untrusted code ${en}`, pt: `Código não confiável ${pt}` },
	tries: `${ofKind.length} attempts of code in the sandbox, as \`troupe sandbox check\` makes them.`,
	fix: '`troupe sandbox check` says what the machine lacks for a higher level.',
	aisvs: ['9.3.1'],
	play: async (range) => judge(await measure(range), ofKind),
}));

/** Returns today's measurement of this machine if there is one, or measures for the range. */
const measure = (range: Range): Promise<MachineMeasurement> =>
	range.once(
		'sandbox',
		async () => (await findMeasurement(range.installation.home, new Date())) ?? readMeasurement(range.home, new Date()),
	);

function judge({ measured }: MachineMeasurement, ofKind: readonly Probe[]): Observation {
	const best = measured.findLast(({ reached }) => reached);
	if (!best)
		return notTried(`This machine reaches no level of the sandbox: ${measured.map(({ blocker }) => blocker).find((why) => why) ?? ''}`);
	const ids = new Set(ofKind.map(({ id }) => id));
	const results = best.results.filter(({ id }) => ids.has(id));
	if (results.length === 0) return notTried(`${best.level} has no attempts of this kind.`);
	const attempts = new Map(probes.map(({ id, attempt }) => [id, attempt]));
	const name = (found: typeof results) => found.map(({ id }) => attempts.get(id) ?? id).join('; ');
	const through = results.filter(({ stopped }) => !stopped);
	if (through.length > 0) return open(`${best.level} did not stop: ${name(through)}.`);
	// Where the host has to be faster than the code, a level that does not have to stop it stops it by chance.
	const owed = new Set(listOwed(best.level, best.results).map(({ id }) => id));
	const byChance = results.filter(({ id }) => groupProbes.some((probe) => probe.id === id) && !owed.has(id));
	return byChance.length > 0
		? open(`${best.level} stopped them this time, but does not always stop: ${name(byChance)}.`)
		: held(`${best.level} stopped ${results.length} of ${results.length}.`);
}
