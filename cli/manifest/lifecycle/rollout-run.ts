import { type ManifestKind, manifestKinds } from '../../../manifests/documents/document-words';
import type { Rollout, StartRollout } from '../../../manifests/registry/registry-api';
import { listCandidates } from '../../../manifests/registry/rollouts/judge-several';
import { openRegistry, wrongUse, type RegistryOptions } from '../shared/open-registry';
import { readRules } from './read-evaluations';
import type { ExitCode } from '../../terminal/report-error';
import { tableLines } from '../../terminal/table-lines';
import type { Terminal } from '../../terminal/terminal';

export interface StartRolloutOptions extends RegistryOptions {
	kind: ManifestKind;
	id?: string;
	from: string;
	to: string;
	stages: StartRollout['stages'];
	maximumFailureRate?: number;
	minimumSamples?: number;
	by?: 'instance' | 'contact';
	compare?: 'judged' | 'runs';
	minGroup?: number;
	tolerance?: number;
	promote?: 'not-worse' | 'better';
	others?: string[];
	evaluations?: string;
}

export interface SteerOptions extends RegistryOptions {
	reason?: string;
}

export async function runStartRollout(
	name: string,
	options: StartRolloutOptions,
	terminal: Terminal,
	open = openRegistry,
): Promise<ExitCode> {
	const { id, from, to, stages, maximumFailureRate, minimumSamples } = options;
	// As other commands write it: agent:support.
	const [, named, bare = name] = new RegExp(`^(${manifestKinds.join('|')}):(.+)$`).exec(name) ?? [];
	const kind = manifestKinds.find((one) => one === named) ?? options.kind;
	if ((maximumFailureRate === undefined) !== (minimumSamples === undefined))
		throw wrongUse('A threshold is two numbers', 'Give --max-failures and --min-samples together.');
	const thresholds = maximumFailureRate === undefined || minimumSamples === undefined ? undefined : { maximumFailureRate, minimumSamples };
	const { api, caller } = await open(options, terminal);
	const conditions = readConditions(options);
	const started = await api.startRollout(caller, { id, kind, name: bare, from, to, stages, thresholds, ...conditions });
	if (!thresholds && !conditions.quality)
		terminal.note('Without thresholds nothing promotes it by itself: `troupe manifest rollout advance` does.');
	return tellRollouts([started], options, terminal);
}

/** Groups are compared by contact, so that `--compare` means `--by contact`, and `--others` all that several versions need. */
function readConditions({ by, minGroup = 100, tolerance, evaluations, others, ...given }: StartRolloutOptions): Partial<StartRollout> {
	const { compare = others && 'judged', promote = others && 'better' } = given;
	if (compare !== undefined && by === 'instance')
		throw wrongUse('Groups of instances are not compared', 'Write --by contact, or leave --by out.');
	if (promote !== undefined && compare === undefined)
		throw wrongUse('Nothing says what is compared', 'Write --compare judged or --compare runs beside --promote.');
	const kind = by ?? (compare === undefined ? undefined : 'contact');
	return {
		...(kind && { by: kind }),
		...(others && { others }),
		...(compare && {
			quality: { compare, minimumSamples: minGroup, ...(tolerance !== undefined && { tolerance }), ...(promote && { promote }) },
		}),
		...(evaluations !== undefined && { evaluations: readRules(evaluations) }),
	};
}

export async function runListRollouts(options: RegistryOptions, terminal: Terminal, open = openRegistry): Promise<ExitCode> {
	const { api, caller } = await open(options, terminal);
	const rollouts = await api.rollouts(caller);
	if (rollouts.length === 0) terminal.note('There are no rollouts.');
	return tellRollouts(rollouts, options, terminal);
}

export async function runSteerRollout(
	id: string,
	action: 'advance' | 'pause' | 'resume' | 'abort',
	options: SteerOptions,
	terminal: Terminal,
	open = openRegistry,
): Promise<ExitCode> {
	const { api, caller } = await open(options, terminal);
	return tellRollouts([await api.steerRollout(caller, id, action, { reason: options.reason })], options, terminal);
}

const rolloutFormats = { running: 'cyan', paused: 'yellow', completed: 'green', aborted: 'red' } as const;

function tellRollouts(rollouts: Rollout[], { json }: RegistryOptions, terminal: Terminal): ExitCode {
	if (json) rollouts.forEach((rollout) => terminal.print(JSON.stringify(rollout)));
	else if (rollouts.length > 0)
		tableLines(
			[
				{ name: 'id', title: 'rollout', value: ({ id }) => id },
				{ name: 'package', title: 'of', value: (rollout) => `${rollout.kind}:${rollout.package}` },
				{ name: 'from', title: 'from', value: ({ from }) => from },
				{ name: 'to', title: 'to', value: (rollout) => listCandidates(rollout).join(', ') },
				{ name: 'state', title: 'state', value: ({ state }) => state },
				{ name: 'percent', title: 'share', numeric: true, value: ({ percent }) => `${percent} %` },
				{
					name: 'stage',
					title: 'stage',
					numeric: true,
					value: ({ stage, stages }) => `${Math.min(stage + 1, stages.length)}/${stages.length}`,
				},
				{ name: 'samples', title: 'ok/failed', numeric: true, value: ({ samples }) => `${samples.succeeded}/${samples.failed}` },
				{ name: 'reason', title: '', value: ({ reason }) => reason ?? '' },
			],
			rollouts,
			terminal,
			({ state }) => rolloutFormats[state],
		).forEach(terminal.print);
	return 0;
}
