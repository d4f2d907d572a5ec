import { boundary, boundaryBeside, catchOf, callActivity, message, receiveTask, throwOf, timer } from '../event-parts';
import {
	endEvent,
	errorBoundary,
	errorEnd,
	extensions,
	flow,
	forEach,
	ioMapping,
	processModel,
	scriptTask,
	serviceTask,
	subProcess,
	userTask,
	type Loop,
	type ModelPart,
} from '../model-builder';
import type { Random } from './random';
import { randomRun, randomScope } from './random-run';
import type { Block, Surroundings } from './surroundings';
import { numberNames, randomMappings } from './random-values';

const single = (part: ModelPart): Block => ({ entry: part.id, exit: part.id, parts: [part] });

/** Few names, so that messages meet several catchers. */
const messageName = ({ names }: Surroundings, random: Random): string => `${names.caseId}-m${random.between(1, 2)}`;
const waitsForMessage = (surroundings: Surroundings): ReturnType<typeof message> =>
	message(messageName(surroundings, surroundings.random), '=key');

const service = ({ random, names }: Surroundings): ModelPart =>
	serviceTask(names.next('work'), { retries: random.chance(0.2) ? random.between(1, 2) : undefined, ...randomMappings(random) });

const tagged = (tag: 'sendTask' | 'businessRuleTask', { random, names }: Surroundings): ModelPart => ({
	...serviceTask(names.next('work'), randomMappings(random)),
	tag,
});

const receive = (surroundings: Surroundings): ModelPart => {
	const { random, names } = surroundings;
	const part = receiveTask(names.next('receive'), waitsForMessage(surroundings));
	return { ...part, extensions: extensions(ioMapping(randomMappings(random))) };
};

const subProcessPart = (surroundings: Surroundings): ModelPart =>
	subProcess(surroundings.names.next('sub'), randomScope(surroundings), randomMappings(surroundings.random));

const call = (surroundings: Surroundings): ModelPart => {
	const { random, names, called } = surroundings;
	const processId = `${names.caseId}-called${called.length + 1}`;
	// Its place is taken before its own calls take theirs.
	const place = called.push({ name: '', content: '' }) - 1;
	called[place] = processModel(processId, randomScope({ ...surroundings, depth: Math.min(surroundings.depth, 1) }));
	const propagated = random.chance(0.4) ? { parent: random.chance(0.5), child: random.chance(0.5) } : {};
	return callActivity(names.next('call'), processId, { ...randomMappings(random), ...propagated });
};

const randomLoop = (random: Random): Loop => ({
	sequential: random.chance(0.5),
	inputCollection: random.pick(['=items', '=items', '=[1, 2]', '=[n, m, 3]']),
	...(random.chance(0.8) ? { inputElement: random.pick(['item', 'n']) } : {}),
	...(random.chance(0.6) ? { outputCollection: 'results', outputElement: random.pick(['=result', '=item', '=n', '=loopCounter']) } : {}),
	...(random.chance(0.3) ? { completionCondition: random.pick(['=numberOfCompletedInstances >= 1', '=n > 3', '=flag']) } : {}),
});

/** Activities at which boundary events stand. */
const hosts: Record<string, (surroundings: Surroundings) => ModelPart> = {
	service,
	send: (surroundings) => tagged('sendTask', surroundings),
	rule: (surroundings) => tagged('businessRuleTask', surroundings),
	receive: ({ random, names }) => ({
		...receiveTask(names.next('receive'), message(`${names.caseId}-m3`, '=key')),
		extensions: extensions(ioMapping(randomMappings(random))),
	}),
	user: ({ random, names }) => userTask(names.next('person'), { native: true, ...randomMappings(random) }),
	sub: subProcessPart,
	call,
	each: (surroundings) => forEach(service(surroundings), randomLoop(surroundings.random)),
};

/** An activity with one to three boundary events, whose paths end or continue after it. */
function guarded(surroundings: Surroundings): Block {
	const { random, names, depth } = surroundings;
	const inner = { ...surroundings, depth: Math.max(0, depth - 1) };
	const kinds = { service: 6, send: 1, rule: 1, receive: 1, user: 1, each: 2, ...(depth > 0 ? { sub: 5, call: 2 } : {}) };
	const host = hosts[random.weighted<string>(kinds)]!(inner);
	const events = uniqueEvents(surroundings, host.id);
	const paths = events.map((event) => exceptionPath(inner, event));
	const join = names.next('behind');
	const rejoining = paths.filter(({ exit }) => exit !== undefined);
	const parts = [host, ...paths.flatMap((path) => path.parts)];
	if (rejoining.length === 0) return { entry: host.id, exit: host.id, parts };
	return {
		entry: host.id,
		exit: join,
		parts: [
			...parts,
			{ tag: 'exclusiveGateway', id: join },
			flow(names.next('flow'), host.id, join),
			...rejoining.map(({ exit }) => flow(names.next('flow'), exit!, join)),
		],
	};
}

function uniqueEvents(surroundings: Surroundings, hostId: string): ModelPart[] {
	const { random, names } = surroundings;
	const makers: Record<string, () => ModelPart> = {
		error: () => errorBoundary(names.next('caught'), hostId, 'E1', randomMappings(random).outputs),
		anyError: () => errorBoundary(names.next('caught'), hostId, undefined, randomMappings(random).outputs),
		message: () => eventAt(surroundings, hostId, message(`${names.caseId}-m1`, '=key')),
		otherMessage: () => eventAt(surroundings, hostId, message(`${names.caseId}-m2`, '=key')),
		farTimer: () => eventAt(surroundings, hostId, timer('Duration', 'PT10H')),
	};
	const kinds = Object.keys(makers).filter((kind) => random.chance(kind.includes('rror') ? 0.55 : 0.35));
	return (kinds.length === 0 ? ['error'] : kinds).map((kind) => makers[kind]!());
}

const eventAt = ({ random, names }: Surroundings, hostId: string, event: ReturnType<typeof message>): ModelPart =>
	(random.chance(0.6) ? boundary : boundaryBeside)(names.next('caught'), hostId, event, { outputs: randomMappings(random).outputs });

function exceptionPath(surroundings: Surroundings, event: ModelPart): Block {
	const { random, names } = surroundings;
	const run = randomRun(surroundings, 1);
	const parts = [event, flow(names.next('flow'), event.id, run.entry), ...run.parts];
	if (run.exit === undefined) return { entry: event.id, parts };
	if (random.chance(0.5)) return { entry: event.id, exit: run.exit, parts };
	const end = random.chance(0.8) ? endEvent(names.next('end')) : errorEnd(names.next('end'), random.pick(['E1', 'E2']));
	return { entry: event.id, parts: [...parts, end, flow(names.next('flow'), run.exit, end.id)] };
}

const assignment = ({ random, names }: Surroundings): ModelPart =>
	scriptTask(
		names.next('script'),
		random.pick(['=n + 1', '=m * 2', '=count(items)', '=n > 2', '=n / 0']),
		random.pick([...numberNames, 'flag']),
	);

const passedThrough = ({ random, names }: Surroundings): ModelPart => ({
	tag: random.pick(['task', 'manualTask']),
	id: names.next('step'),
	extensions: extensions(ioMapping(randomMappings(random))),
});

/** Blocks of one activity or event. */
export const activityMakers: Record<string, (surroundings: Surroundings) => Block> = {
	service: (surroundings) => single(service(surroundings)),
	userTask: (surroundings) => single(hosts.user!(surroundings)),
	script: (surroundings) => single(assignment(surroundings)),
	manual: (surroundings) => single(passedThrough(surroundings)),
	receive: (surroundings) => single(receive(surroundings)),
	noneThrow: ({ names }) => single(throwOf(names.next('milestone'))),
	messageThrow: ({ names, random }) =>
		single({
			...throwOf(names.next('thrown'), message(`${names.caseId}-thrown`), randomMappings(random)),
			extensions: serviceTask('x').extensions,
		}),
	messageCatch: (surroundings) =>
		single(catchOf(surroundings.names.next('catch'), waitsForMessage(surroundings), randomMappings(surroundings.random))),
	guarded,
	subProcess: (surroundings) => single(subProcessPart(surroundings)),
	call: (surroundings) => single(call(surroundings)),
	forEach: (surroundings) => single(forEach(service(surroundings), randomLoop(surroundings.random))),
	forEachSubProcess: (surroundings) => single(forEach(subProcessPart(surroundings), randomLoop(surroundings.random))),
};
