import { isFields } from '../../../core/base/is-fields';
import { TroupeError, getErrorMessage } from '../../../core/base/errors';
import { type ContainerSettings, type EngineProgram, ownImage } from './container-settings';
import { askEngine } from './engine-program';

export interface ContainerEngine {
	program: EngineProgram;
	version: string;
	/** True if root in a container is this user or a user without rights. */
	isRootless: boolean;
	/** Undefined: the engine's own. */
	runtime?: string;
	image: ContainerImage;
}

interface ContainerImage {
	name: string;
	/** SHA-256 of its configuration, which names its layers by hash: `sha256:…`. Containers start from it. */
	id: string;
	/** Folders for which the engine would create a volume that code could write. */
	volumes: string[];
}

const limitsMissing = 'Its containers cannot be limited in';
const delegation =
	'Start the machine with control groups of version 2, and delegate memory, pids and cpu to the user of the engine, or use an engine of root.';

/** Returns the first responding engine with the image. Pulls nothing. @throws TroupeError NOT_SUPPORTED with the blocker of each */
export async function findEngine({ programs, image, runtime }: ContainerSettings): Promise<ContainerEngine> {
	const blockers: string[] = [];
	let answering: EngineProgram | undefined;
	for (const program of programs) {
		try {
			const facts = await readEngine(program);
			answering ??= program;
			return { program, ...facts, runtime, image: await readImage(program, image) };
		} catch (error) {
			blockers.push(getErrorMessage(error));
		}
	}
	throw notAvailable(blockers.join('; '), answering, image);
}

interface PodmanFacts {
	host?: { security?: { rootless?: boolean }; cgroupControllers?: string[] };
	version?: { Version?: string };
}

const dockerLimits = { memory: 'MemoryLimit', pids: 'PidsLimit', cpu: 'CpuCfsQuota' } as const;
type LimitName = keyof typeof dockerLimits;

/** Engines ignore limits that they cannot set, and start the container anyway. */
function requireLimits(program: EngineProgram, has: (name: LimitName) => boolean): void {
	const missing = (Object.keys(dockerLimits) as LimitName[]).filter((name) => !has(name));
	if (missing.length > 0) throw new Error(`${program}: ${limitsMissing} ${missing.join(', ')}`);
}

async function readEngine(program: EngineProgram): Promise<Pick<ContainerEngine, 'version' | 'isRootless'>> {
	const facts = readObject(program, await askEngine(program, ['info', '--format', '{{json .}}']));
	if (program === 'podman') {
		const { host, version } = facts as PodmanFacts;
		requireLimits(program, (name) => host?.cgroupControllers?.includes(name) === true);
		return { version: String(version?.Version), isRootless: host?.security?.rootless === true };
	}
	const { ServerVersion: version, SecurityOptions: options, ServerErrors: errors } = facts;
	if (typeof version !== 'string' || version === '')
		throw new Error(`docker: ${Array.isArray(errors) ? String(errors[0]) : 'its daemon does not answer'}`);
	requireLimits(program, (name) => facts[dockerLimits[name]] !== false);
	return { version, isRootless: Array.isArray(options) && options.some((one) => String(one).startsWith('name=rootless')) };
}

async function readImage(program: EngineProgram, name: string): Promise<ContainerImage> {
	const facts = readObject(program, await askEngine(program, ['image', 'inspect', '--format', '{{json .}}', name]));
	const id = String(facts.Id).replace(/^(?!sha256:)/, 'sha256:');
	if (!/^sha256:[0-9a-f]{64}$/.test(id)) throw new Error(`${program}: The image ${name} has no ID`);
	const { Volumes: volumes } = (isFields(facts.Config) ? facts.Config : {}) as { Volumes?: unknown };
	return { name, id, volumes: isFields(volumes) ? Object.keys(volumes) : [] };
}

function readObject(program: EngineProgram, text: string): Record<string, unknown> {
	const parsed = JSON.parse(text) as unknown;
	// podman can return a list for one.
	const value: unknown = Array.isArray(parsed) ? parsed[0] : parsed;
	if (isFields(value)) return value;
	throw new Error(`${program}: An answer is not an object`);
}

function notAvailable(blocker: string, answering: EngineProgram | undefined, image: string): TroupeError {
	const getImage =
		image === ownImage
			? `${answering} build --target sandbox --tag ${image} deploy in a checkout, or set TROUPE_SANDBOX_IMAGE to an image with Node 24 that you pulled`
			: `${answering} pull ${image}`;
	return new TroupeError({
		code: 'NOT_SUPPORTED',
		message: `A process of sandbox level L3 did not start: ${blocker}.`,
		fix: blocker.includes(limitsMissing)
			? delegation
			: answering
				? `Run ${getImage}.`
				: 'Start a daemon of Docker that this user can use, or install podman.',
		details: { level: 'L3', blocker },
	});
}
