import { execFileSync } from 'node:child_process';
import { copyFileSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { EngineProgram } from '../../../sandbox/levels/container/container-settings';

/** An engine of this machine with an image that has this Node, or why there is none. */
export interface RealEngine {
	image: string;
	missing?: string;
}

const path = 'PATH=/usr/local/bin:/usr/bin:/bin';

/** Makes an image of this Node and its libraries, and runs it once: an engine that answers may be unable to run anything. */
export function openRealEngine(program: EngineProgram): RealEngine {
	const image = `localhost/troupe-sandbox-test:node-${process.versions.node}`;
	const folder = mkdtempSync(join(tmpdir(), 'troupe-image-'));
	try {
		execFileSync(program, ['info'], { stdio: 'pipe' });
		if (program === 'podman' && process.getuid?.() !== 0) return { image, missing: 'podman without root was not tried yet' };
		copyNode(folder);
		const tar = join(folder, 'image.tar');
		execFileSync('tar', ['--create', '--file', tar, '--directory', join(folder, 'root'), '.'], { stdio: 'pipe' });
		execFileSync(program, ['import', '--change', `ENV ${path}`, tar, image], { stdio: 'pipe' });
		const runtime = process.env.TROUPE_SANDBOX_RUNTIME;
		const [before, after] =
			runtime === undefined ? [[], []] : program === 'podman' ? [['--runtime', runtime], []] : [[], ['--runtime', runtime]];
		const limits = ['--memory', '128m', '--pids-limit', '64', '--cpus', '1'];
		execFileSync(program, [...before, 'run', ...after, '--rm', '--network', 'none', ...limits, image, 'node', '--version'], {
			stdio: 'pipe',
		});
		return { image };
	} catch (error) {
		const { code, stderr } = error as NodeJS.ErrnoException & { stderr?: Buffer };
		return { image, missing: code === 'ENOENT' ? 'not installed' : (stderr?.toString().trim().split('\n').at(-1) ?? String(error)) };
	} finally {
		rmSync(folder, { recursive: true, force: true });
	}
}

function copyNode(folder: string): void {
	const libraries = execFileSync('ldd', [process.execPath]).toString().match(/\/\S+/g) ?? [];
	const files = [[process.execPath, '/usr/local/bin/node'], ...libraries.map((library) => [library, library])];
	for (const [from, to] of files) {
		mkdirSync(join(folder, 'root', dirname(to!)), { recursive: true });
		copyFileSync(from!, join(folder, 'root', to!));
	}
}
