import { gt, valid } from 'semver';
import { TroupeError } from '../../../core/base/errors';
import { readRevisions } from './apply-decision';
import { nameByContact } from './by-contact';
import { checkOthers } from './check-others';
import { defaultTolerance, emptyGroup, emptyGroups } from './judge-groups';
import type { Rollout, StartRollout } from '../registry-api';
import type { RolloutFacts } from './decide-rollout';

const maxStages = 20;
const maxMinutes = 60 * 24 * 90;
const maxSamples = 1_000_000;

/** `active`: running rollouts of the name; only one is allowed. @throws TroupeError INPUT_INVALID, STATE_CONFLICT */
export function startRollout(request: StartRollout, id: string, facts: RolloutFacts, active: readonly Rollout[]): Rollout {
	checkStages(request);
	checkThresholds(request);
	checkQuality(request);
	checkVersions(request, facts, active);
	checkOthers(request, facts, invalid, conflict);
	const { kind, name, from, to, stages, thresholds, by, quality, others } = request;
	return {
		id: by === 'contact' ? nameByContact(id) : id,
		kind,
		package: name,
		from,
		to,
		percent: stages[0]!.percent,
		state: 'running',
		stages,
		...(thresholds && { thresholds }),
		...(by === 'contact' && { by, groups: { ...emptyGroups, ...(others && { others: others.map(() => emptyGroup) }) } }),
		...(others && { others }),
		...(quality && { quality }),
		stage: 0,
		stageSince: new Date(facts.now).toISOString(),
		samples: { succeeded: 0, failed: 0 },
		...readRevisions({ others }, facts),
		revision: 1,
	};
}

function checkStages({ stages }: StartRollout): void {
	if (stages.length === 0 || stages.length > maxStages)
		throw invalid('/stages', 'The number of stages', stages.length, `1 to ${maxStages}`);
	stages.forEach(({ percent, minimumMinutes }, index) => {
		const least = (stages[index - 1]?.percent ?? 0) + 1;
		if (!isWithin(percent, least, 100))
			throw invalid(
				...([`/stages/${index}/percent`, `The percentage of stage ${index + 1}`, percent] as const),
				`a whole number from ${least} to 100: each stage has a larger share than the one before`,
			);
		if (!(minimumMinutes >= 0 && minimumMinutes <= maxMinutes))
			throw invalid(
				...([`/stages/${index}/minimumMinutes`, `The minutes of stage ${index + 1}`, minimumMinutes] as const),
				`a number from 0 to ${maxMinutes}`,
			);
	});
}

const maxListed = 5;

function checkThresholds({ thresholds }: StartRollout): void {
	if (!thresholds) return;
	const { maximumFailureRate, minimumSamples } = thresholds;
	if (!(maximumFailureRate >= 0 && maximumFailureRate <= 1))
		throw invalid('/thresholds/maximumFailureRate', 'The max share of failed runs', maximumFailureRate, 'a number from 0 to 1');
	if (!isWithin(minimumSamples, 1, maxSamples))
		throw invalid('/thresholds/minimumSamples', 'The least number of runs', minimumSamples, `a whole number from 1 to ${maxSamples}`);
}

function checkQuality({ kind, by, quality, evaluations = [] }: StartRollout): void {
	if (evaluations.length > 0 && kind !== 'agent')
		throw invalid(
			'/evaluations',
			'The number of rules about evaluations',
			evaluations.length,
			`0 for the kind ${kind}: only agents are evaluated`,
		);
	if (!quality) return;
	if (by !== 'contact')
		throw invalid('/by', 'What a version is given to', by ?? 'instance', 'contact: two groups are compared only by contact');
	if (quality.compare === 'judged' && kind !== 'agent' && kind !== 'prompt')
		throw invalid(
			'/quality/compare',
			'What is compared',
			'judged',
			`runs for the kind ${kind}: judges look at agents and their prompts alone`,
		);
	const { minimumSamples, tolerance = defaultTolerance } = quality;
	if (!isWithin(minimumSamples, 20, maxSamples))
		throw invalid(
			'/quality/minimumSamples',
			'The least number of runs in a group',
			minimumSamples,
			`a whole number from 20 to ${maxSamples}`,
		);
	if (!(tolerance >= 0 && tolerance <= 0.5)) throw invalid('/quality/tolerance', 'The tolerance', tolerance, 'a number from 0 to 0.5');
}

const listApproved = ({ approved }: RolloutFacts): string =>
	approved.length === 0 ? 'no version of this name is approved' : `approved are ${approved.slice(-maxListed).join(', ')}`;

function checkVersions({ kind, name, from, to }: StartRollout, facts: RolloutFacts, active: readonly Rollout[]): void {
	if (valid(from) === null) throw invalid('/from', 'The current version', from, 'a version such as 1.0.0');
	if (valid(to) === null || !gt(to, from))
		throw invalid('/to', 'The new version', to, `a version above ${from}; to go back, roll back or deprecate`);
	if (!facts.approved.includes(from))
		throw conflict(`${from} of the ${kind} ${name} is not approved, so there would be no version to go back to; ${listApproved(facts)}.`);
	if (facts.to?.state !== 'approved') throw conflict(`${to} of the ${kind} ${name} is ${facts.to?.state ?? 'not published'}.`);
	const other = active.find((one) => one.kind === kind && one.package === name && (one.state === 'running' || one.state === 'paused'));
	if (other) throw conflict(`The rollout ${other.id} of the ${kind} ${name} is ${other.state}; only one can be active at a time.`);
}

const isWithin = (value: number, least: number, most: number): boolean => Number.isInteger(value) && value >= least && value <= most;

/** @param field JSON pointer, for programs; `meaning` is for people */
function invalid(field: string, meaning: string, value: number | string, expected: string): TroupeError {
	return new TroupeError({
		code: 'INPUT_INVALID',
		message: `${meaning} is ${String(value).slice(0, 100)}, expected ${expected}.`,
		fix: `Correct ${field.startsWith('/stages') ? 'the stages, such as 5:30,25:60,100:0 (percentage:minutes)' : 'this value'}.`,
		details: { field, expected },
	});
}

function conflict(message: string): TroupeError {
	return new TroupeError({
		code: 'STATE_CONFLICT',
		message,
		fix: 'Roll out from one approved version to a higher approved one, one rollout per name at a time.',
		details: {},
	});
}
