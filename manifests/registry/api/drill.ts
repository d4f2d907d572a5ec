import * as Type from 'typebox/type';
import type { Static } from 'typebox/type';
import { closed, optional, orNull } from '../../../core/base/shape';
import type { Caller } from './access';
import { integer, string, texts, time } from './answer-fields';
import { keyId, kind, name, sha256, version } from './fields';

export const drillRequest = closed(optional({ key: keyId, sha256, kind, name, version }));
export type DrillRequest = Static<typeof drillRequest>;

const goesTo = orNull(Type.String({ description: 'The version that runs in its place; null: none may' }));

const stop = Type.Object({
	kind,
	name: string,
	version: string,
	sha256: string,
	reason: string,
	goesTo,
	left: { ...texts, description: 'Versions that may still run, best first; 100 at most' },
	ahead: { ...texts, description: 'Those of `left` that run today in its place wherever a range has both' },
	labels: Type.Optional({ ...texts, description: 'Labels that point to it: who asks for one would be refused' }),
});
export type DrillStop = Static<typeof stop>;

const caller = Type.Object({ kind, name: string, version: string, calls: string, range: string, goesTo });
export type DrillCaller = Static<typeof caller>;

const process = Type.Object({
	processId: string,
	version: integer,
	element: string,
	calls: string,
	goesTo,
	instances: Type.Integer({ description: 'Running ones' }),
});
export type DrillProcess = Static<typeof process>;

const machine = Type.Object({ machine: string, program: string, lastSeenAt: time, isGone: Type.Boolean(), runs: texts });
export type DrillMachine = Static<typeof machine>;

export const drill = Type.Object({
	what: string,
	stops: Type.Array(stop),
	callers: Type.Array(caller),
	rollouts: Type.Array(
		Type.Object({ id: string, kind, name: string, from: string, to: string, state: string, percent: integer, becomes: string, goesTo }),
	),
	roles: Type.Array(
		Type.Object({
			role: string,
			left: Type.Integer({ description: 'Keys that can still sign' }),
			threshold: integer,
			isEnough: Type.Boolean(),
		}),
	),
	people: { ...texts, description: 'Who has no other key: their access tokens end' },
	isCut: Type.Boolean({ description: 'There are more versions, callers or processes than were read' }),
	...optional({
		processes: { ...Type.Array(process), description: 'Of the engine of the service, those without another version first' },
		machines: { ...Type.Array(machine), description: 'That report to the service' },
		leftOut: {
			...Type.Array(Type.Object({ part: Type.Enum(['processes', 'machines']), scope: string })),
			description: 'Parts that the caller may not read, each with the scope that it lacks',
		},
	}),
});
export type Drill = Static<typeof drill>;

export interface DrillGrant {
	caller: Caller;
	scopes: ReadonlySet<string>;
}

/** Finds the processes and reporting machines that a drill affects, as far as the caller may read them. */
export type FindUses = (grant: DrillGrant, drill: Drill) => Promise<Pick<Drill, 'processes' | 'machines' | 'leftOut'> & { isCut?: true }>;
