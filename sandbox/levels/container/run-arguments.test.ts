import { readRunOptions } from '../../../test/fakes/docker/run-options';
import { tmpdir } from 'node:os';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { defaultLimits } from '../limits';
import { composeRunArguments } from './run-arguments';
import { chooseUser, createContainer } from './container';
import type { ContainerEngine } from './container-engine';

const engine: ContainerEngine = {
	program: 'docker',
	version: '27',
	isRootless: false,
	image: { name: 'troupe-sandbox:1', id: `sha256:${'a'.repeat(64)}`, volumes: ['/var/lib/troupe'] },
};
let folder: string;
beforeEach(() => (folder = mkdtempSync(join(tmpdir(), 'troupe-run-'))));
afterEach(() => rmSync(folder, { recursive: true }));

function compose(more: Partial<ContainerEngine> = {}, needs: string[] = [folder]): string[] {
	const inner = { file: 'node', args: ['-e', '--privileged'], env: {}, needs, system: ['/bin/sh'], outputs: [7, 8] as const };
	const context = { folder, limits: defaultLimits, permissions: true, readable: [], stateFolder: '/nonexistent', scratchBytes: 1 };
	mkdirSync(join(folder, 'scratch'), { recursive: true });
	return composeRunArguments(createContainer({ ...engine, ...more }), inner, context);
}

it('asks docker for a container that can do little, in words that docker knows', () => {
	const { values, flags, image, args } = readRunOptions(compose().slice(1));
	expect([...flags].sort()).toEqual(['--no-healthcheck', '--read-only', '--rm']);
	expect(Object.fromEntries(values)).toMatchObject({
		...{ '--pull': ['never'], '--network': ['none'], '--ipc': ['none'], '--cap-drop': ['ALL'], '--security-opt': ['no-new-privileges'] },
		...{ '--memory': ['256m'], '--memory-swap': ['256m'], '--pids-limit': ['64'], '--cpus': ['1'], '--log-driver': ['none'] },
		...{ '--entrypoint': ['node'], '--workdir': [folder] },
	});
	expect(values.has('--env')).toBe(false);
	expect([image, args]).toEqual([engine.image.id, ['-e', '--privileged']]);
});

it('shows the folders of the run alone, and lets it write in the scratch folder', () => {
	expect(readRunOptions(compose({}, [folder, join(folder, 'inner'), '/nonexistent']).slice(1)).values.get('--mount')).toEqual([
		'type=tmpfs,target=/var/lib/troupe,tmpfs-size=4096,readonly',
		`type=bind,source=${folder},target=${folder},readonly`,
		`type=bind,source=${folder}/scratch,target=${folder}/scratch`,
	]);
});

it('quotes paths that would be read as options', () => {
	const path = join(folder, 'a,readonly=false "b"');
	mkdirSync(path);
	const mount = readRunOptions(compose({}, [path]).slice(1)).values.get('--mount')![1];
	expect(mount).toBe(`type=bind,"source=${path.replaceAll('"', '""')}","target=${path.replaceAll('"', '""')}",readonly`);
});

it('takes from podman what it adds by itself, and names the runtime where each expects it', () => {
	const podman = compose({ program: 'podman', runtime: 'runsc' });
	expect(podman.slice(0, 3)).toEqual(['--runtime', 'runsc', 'run']);
	expect(podman).toEqual(expect.arrayContaining(['--read-only-tmpfs=false', '--http-proxy=false', '--image-volume', 'ignore']));
	expect(() => readRunOptions(podman.slice(3))).toThrow('unknown flag: --read-only-tmpfs');
	expect(compose({ runtime: 'runc' }).slice(0, 3)).toEqual(['run', '--runtime', 'runc']);
});

it('never runs code as root of the machine', () => {
	const [uid, gid] = [process.getuid!(), process.getgid!()];
	const own = { uid, gid, isOther: false };
	expect(chooseUser({ program: 'docker', isRootless: false })).toMatchObject(uid === 0 ? { isOther: true } : own);
	const chosen = [1, 2].map(() => chooseUser({ program: 'docker', isRootless: false }).uid);
	if (uid === 0) expect([chosen.every((one) => one > 1_000_000_000), new Set(chosen).size]).toEqual([true, 2]);
	expect(chooseUser({ program: 'podman', isRootless: true })).toEqual({ ...own, keepsId: true });
	// That root is a user without rights.
	expect(chooseUser({ program: 'docker', isRootless: true })).toMatchObject({ uid: 0, isOther: false });
});
