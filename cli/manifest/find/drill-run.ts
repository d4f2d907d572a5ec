import { countNouns } from '../../../core/base/text/count-nouns';
import type { ManifestKind } from '../../../manifests/documents/document-words';
import { canHaveSeveralManifests } from '../../../manifests/documents/several-manifests';
import type { Drill, DrillRequest } from '../../../manifests/registry/registry-api';
import type { ExitCode } from '../../terminal/report-error';
import { printable, type Terminal } from '../../terminal/terminal';
import { openRegistry, type OpenRegistry, type RegistryOptions, wrongUse } from '../shared/open-registry';
import { findManifests } from './reference';

export interface DrillOptions extends RegistryOptions {
	kind?: ManifestKind;
	/** A key of the root, instead of a manifest. */
	key?: string;
}

export async function runDrill(
	target: string | undefined,
	options: DrillOptions,
	terminal: Terminal,
	open = openRegistry,
): Promise<ExitCode> {
	if ((target === undefined) === (options.key === undefined))
		throw wrongUse('Expected a manifest or --key, and not both', 'Name what would be revoked: NAME@VERSION, or --key KEY.');
	const registry = await open(options, terminal);
	const request = target === undefined ? { key: options.key } : await findRequest(target, options, registry);
	const drill = await registry.api.drill(registry.caller, request);
	if (options.json) terminal.print(JSON.stringify(drill));
	else drillLines(drill).forEach((line) => terminal.print(printable(line)));
	return stopsNothing(drill) ? 0 : 1;
}

/** As `revoke` does: the version with all of its manifests, or the one whose hash is named. */
async function findRequest(target: string, { kind }: DrillOptions, registry: OpenRegistry): Promise<DrillRequest> {
	const [{ sha256, ...first }] = await findManifests(registry, target, kind);
	const namesOne = canHaveSeveralManifests(first) && (target.includes('#') || !target.includes('@'));
	return namesOne ? { sha256 } : { kind: first.kind, name: first.name, version: first.version };
}

const stopsNothing = ({ stops, roles }: Drill): boolean => stops.length === 0 && roles.every(({ isEnough }) => isEnough);

function drillLines({ what, ...drill }: Drill): string[] {
	const { stops, callers, rollouts, roles, people, processes = [], machines = [], leftOut = [], isCut } = drill;
	return [
		`If ${what} were revoked now, ${stops.length === 0 ? 'no version would stop.' : `${countNouns(stops.length, 'version')} would stop:`}`,
		...stops.map(({ kind, name, version, reason, goesTo }) => `  ${kind}:${name}@${version}, ${describeNext(goesTo)}: ${reason}`),
		...titled(
			'Labels that would be refused:',
			stops.flatMap(({ kind, name, labels = [] }) => labels.map((label) => `${kind}:${name}@${label}`)),
		),
		...titled(
			'Called by:',
			callers.map(
				({ kind, name, version, calls, range, goesTo }) => `${kind}:${name}@${version} (${calls}@${range}), ${describeNext(goesTo)}`,
			),
		),
		...titled(
			'Processes that call it:',
			processes.map(
				({ processId, version, element, calls, instances, goesTo }) =>
					`${processId} ${version}, ${element} (${calls}), ${countNouns(instances, 'instance')} running, ${describeNext(goesTo)}`,
			),
		),
		...titled(
			'Rollouts:',
			rollouts.map(({ id, from, to, becomes, goesTo }) => `${id} from ${from} to ${to} becomes ${becomes}, ${describeNext(goesTo)}`),
		),
		...titled(
			'Machines that run it:',
			machines.map(({ machine, program, isGone, runs }) => `${machine} (${program}${isGone ? ', gone' : ''}): ${runs.join(', ')}`),
		),
		...titled(
			'Keys that are left:',
			roles.map(({ role, left, threshold, isEnough }) => `${role}: ${left} of ${threshold} needed${isEnough ? '' : ', not enough'}`),
		),
		...people.map((person) => `${person} has no other key: all access tokens of ${person} end.`),
		...leftOut.map(({ part, scope }) => `Without the scope ${scope}, ${part} are left out.`),
		...(isCut ? ['There are more versions, callers or processes than were read.'] : []),
		'Nothing was changed.',
	];
}

const titled = (title: string, lines: string[]): string[] => (lines.length === 0 ? [] : [title, ...lines.map((line) => `  ${line}`)]);

const describeNext = (goesTo: string | null): string => (goesTo === null ? 'nothing runs in its place' : `${goesTo} runs in its place`);
