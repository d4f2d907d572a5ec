import { Command, InvalidArgumentError, Option } from 'commander';
import { sandboxLevels } from '../../../core/ports/sandbox/levels';
import { sandboxSubjects } from '../../../manifests/evidence/sandbox-demand';
import type { StartRollout } from '../../../manifests/registry/registry-api';
import { stalePolicies } from '../../../manifests/documents/document-words';
import type { SetPolicyOptions } from './policy-run';
import type { StartRolloutOptions, SteerOptions } from './rollout-run';
import { kindOption, ofRegistry, reasonOption } from '../shared/registry-options';
import type { RegistryOptions } from '../shared/open-registry';
import { durationOption } from '../../terminal/duration-option';
import { decimalNumber, wholeNumber, yesOption } from '../../terminal/options';
import type { Session } from '../../terminal/session';

const sandboxOptions = () => [
	new Option('--sandbox-level <level>', 'the least level of the sandbox report that an approval needs; none: it needs none').choices([
		...sandboxLevels,
		'none',
	]),
	durationOption('--sandbox-max-age <duration>', 'how old the report may be (default: 7d)', ['1m', '366d']),
	new Option('--sandbox-for <what>', `what needs a report, separated by commas: ${sandboxSubjects.join(', ')} (default: all)`).argParser(
		splitList,
	),
	new Option(
		'--sandbox-signers <keys>',
		'the keys whose reports count, separated by commas (default: of all authors and approvers)',
	).argParser(splitList),
];

const splitList = (text: string): string[] => text.split(',').map((one) => one.trim());

export function policyCommand(session: Session): Command {
	const decision = (flags: string, description: string) => new Option(flags, description).choices(['allow', 'deny']);
	const set = new Command('set')
		.description('Changes the specified settings and keeps the others.')
		.addOption(decision('--unknown-packages <decision>', 'community packages that no manifest names'))
		.addOption(decision('--unlisted-agents <decision>', 'agents that no manifest names'))
		.addOption(
			new Option(
				'--stale-policy <policy>',
				'the most lenient TROUPE_STALE_POLICY that a machine may use after the grace period; audit: any',
			).choices(stalePolicies),
		)
		.addOption(
			new Option(
				'--grace-seconds <number>',
				'how long an expired snapshot is accepted while the registry is unreachable, in seconds',
			).argParser(wholeNumber(0, 30 * 86_400)),
		)
		.addOption(
			new Option('--offline-days <number>', 'max days that a site without a network can run on a bundle; 0: no such bundles').argParser(
				wholeNumber(0, 366),
			),
		);
	sandboxOptions().forEach((option) => set.addOption(option));
	set.option('--evaluations <file>', 'what approvals of agents have to show: a JSON file with a list of rules; [] for nothing');
	set.addOption(yesOption());
	const show = new Command('show').description('Shows the policy.');
	return new Command('policy')
		.description('Sets the policy for what was not published.')
		.addCommand(
			ofRegistry(show).action(async (options: RegistryOptions) => {
				const { runShowPolicy } = await import('./policy-run');
				session.exitCode = await runShowPolicy(options, session.terminal);
			}),
		)
		.addCommand(
			ofRegistry(set).action(async (options: SetPolicyOptions) => {
				const { runSetPolicy } = await import('./policy-run');
				session.exitCode = await runSetPolicy(options, session.terminal);
			}),
		);
}

export function rolloutCommand(session: Session): Command {
	const rollout = new Command('rollout')
		.description('Introduces a new version on a share of the instances, stage by stage.')
		.addCommand(startCommand(session))
		.addCommand(
			ofRegistry(new Command('list').description('Lists the rollouts.')).action(async (options: RegistryOptions) => {
				const { runListRollouts } = await import('./rollout-run');
				session.exitCode = await runListRollouts(options, session.terminal);
			}),
		);
	rollout.addCommand(
		ofRegistry(new Command('show').description('Shows a rollout and its groups.').argument('<id>')).action(
			async (id: string, options: RegistryOptions) => {
				const { runShowRollout } = await import('./show-rollout-run');
				session.exitCode = await runShowRollout(id, options, session.terminal);
			},
		),
	);
	const actions = {
		advance: 'Moves to the next stage now.',
		pause: 'Pauses a rollout at its stage.',
		resume: 'Resumes a paused rollout.',
		abort: 'Goes back to the version before, or where that was revoked to the last approved one; also after it was completed.',
	};
	for (const [action, description] of Object.entries(actions) as Array<[keyof typeof actions, string]>) {
		const command = new Command(action).description(description).argument('<id>').addOption(reasonOption());
		rollout.addCommand(
			ofRegistry(command).action(async (id: string, options: SteerOptions) => {
				const { runSteerRollout } = await import('./rollout-run');
				session.exitCode = await runSteerRollout(id, action, options, session.terminal);
			}),
		);
	}
	return rollout;
}

function startCommand(session: Session): Command {
	const command = new Command('start')
		.description('Starts a rollout. It never promotes a version without samples, and aborts automatically when too many runs fail.')
		.argument('<name>')
		.addOption(kindOption().default('agent'))
		.requiredOption('--from <version>', 'the current version')
		.requiredOption('--to <version>', 'the new version')
		.addOption(
			new Option('--stages <stages>', 'percentages, each with the min minutes of its stage, such as 5:30,25:60,100:0')
				.argParser(parseStages)
				.makeOptionMandatory(),
		)
		.addOption(new Option('--max-failures <rate>', 'aborts above this share of failed runs, such as 0.05').argParser(decimalNumber(0, 1)))
		.addOption(new Option('--min-samples <number>', 'makes no decision with fewer runs').argParser(wholeNumber(1, 1_000_000_000)))
		.addOption(
			new Option('--by <what>', 'who gets the new version: instances, or contacts, each of whom keeps a version').choices([
				'instance',
				'contact',
			]),
		)
		.addOption(
			new Option(
				'--compare <what>',
				'compares both groups of contacts, and aborts when the new one is worse: judged live runs, or how all runs ended',
			).choices(['judged', 'runs']),
		)
		.addOption(
			new Option('--min-group <number>', 'compares the groups from this number of runs in each')
				.argParser(wholeNumber(20, 1_000_000))
				.default(100),
		)
		.addOption(
			new Option('--tolerance <share>', 'how much worse the new version can be and still is not worse').argParser(decimalNumber(0, 0.5)),
		)
		.addOption(
			new Option(
				'--promote <when>',
				'promotes the new version where it is not worse, or only where it is shown to be better (default: not-worse)',
			).choices(['not-worse', 'better']),
		)
		.addOption(
			new Option(
				'--others <versions>',
				'one or two further new versions of a prompt, separated by a comma: all are compared with the old one at once, and the one that is shown to be better is promoted',
			).argParser(splitList),
		)
		.option(
			'--evaluations <file>',
			'what the stored results of evaluations have to show before it starts: a JSON file with a list of rules',
		)
		.option('--id <id>', 'the id of the rollout (default: the registry chooses one)');
	return ofRegistry(command).action(
		async (name: string, given: Omit<StartRolloutOptions, 'maximumFailureRate' | 'minimumSamples'> & Thresholds) => {
			const { runStartRollout } = await import('./rollout-run');
			const { maxFailures: maximumFailureRate, minSamples: minimumSamples, ...options } = given;
			session.exitCode = await runStartRollout(name, { ...options, maximumFailureRate, minimumSamples }, session.terminal);
		},
	);
}

interface Thresholds {
	maxFailures?: number;
	minSamples?: number;
}

function parseStages(text: string): StartRollout['stages'] {
	return text.split(',').map((part) => {
		const [, percent, minimumMinutes = '0'] = /^\s*(\d{1,3})%?(?::(\d{1,6}))?\s*$/.exec(part) ?? [];
		if (percent === undefined || Number(percent) > 100)
			throw new InvalidArgumentError('Expected shares with minutes, such as 5:30,25:60,100:0.');
		return { percent: Number(percent), minimumMinutes: Number(minimumMinutes) };
	});
}
