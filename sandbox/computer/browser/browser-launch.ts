import { dirname, join } from 'node:path';
import { existsSync } from 'node:fs';
import type { ControlGroup } from '../../levels/control-group/control-group';
import { findKoffi } from '../../levels/kernel/find-koffi';
import { launchRestricted } from '../../levels/kernel/restrict-by-kernel';
import { bindSystemFolders, composeBubblewrap } from '../../levels/l1-bubblewrap';
import { libraryFolders } from '../../levels/own-libraries';
import { enterControlGroup } from '../../levels/l2-control-group';
import type { Launch } from '../../levels/launch';

/** The descriptors of the host's commands and of the browser's answers, as the host opens them. */
export const pipeDescriptors = [7, 8] as const;
/** Descriptors that the browser expects: the flag --remote-debugging-pipe. */
const expected = [3, 4] as const;
/** Profile of the browser in memory: it ends with it, and the host stores nothing. */
const memoryFolder = '/tmp';
const dataFolders = ['/usr/share', '/etc/fonts'];
const loaders = ['/lib64/ld-linux-x86-64.so.2', '/lib/ld-linux-aarch64.so.1'];
const devices = ['/dev/null', '/dev/zero', '/dev/random', '/dev/urandom', '/dev/full'];
const maxDescriptors = 4_096;
const maxProcessorSeconds = 3_600;
/** V8 reserves memory for each page that it uses little of. */
const reservedMb = 8_192;

export interface BrowserTask {
	/** The program. */
	file: string;
	memoryMb: number;
	stateFolder: string;
	group?: ControlGroup;
}

/**
 * L1 and above for a browser: no network, no process and no file of the machine but its own program, libraries and fonts. Its own sandbox is off,
 * because it needs namespaces, which this one refuses.
 */
export function launchBrowser({ file, memoryMb, stateFolder, group }: BrowserTask): Launch {
	const folder = dirname(file);
	const folders = [...libraryFolders, ...dataFolders].filter((one) => existsSync(one));
	const launcher = launchRestricted(
		{
			koffi: findKoffi(stateFolder),
			paths: {
				programs: [file, join(folder, 'chrome_crashpad_handler'), ...loaders],
				readable: [...folders, folder, '/proc', ...devices, '/etc/ld.so.cache'],
				writable: ['/dev/null'],
				own: [memoryFolder, '/dev/shm'],
			},
			startsPrograms: true,
			limits: {
				dataBytes: (memoryMb + reservedMb) * 1024 * 1024,
				fileBytes: memoryMb * 1024 * 1024,
				processorSeconds: maxProcessorSeconds,
				descriptors: maxDescriptors,
			},
			sockets: [...pipeDescriptors],
			args: [...flags],
			outputs: [1, 2],
			program: {
				file,
				env: { HOME: memoryFolder, TMPDIR: memoryFolder, LANG: 'C.UTF-8' },
				rights: { ownsFiles: true, isBrowser: true },
				moved: pipeDescriptors.map((from, index) => [from, expected[index]!]),
			},
		},
		[],
	);
	return enterControlGroup(composeBubblewrap(launcher, bindBrowser(folder, folders, memoryMb), []), { group });
}

/** Troupe and the browser can be in the folders in memory, such as in a checkout for a test: these come first. */
function bindBrowser(folder: string, folders: string[], memoryMb: number): string[] {
	const isApart = !folders.some((one) => folder.startsWith(join(one, '/')));
	const size = String(Math.floor((memoryMb / 4) * 1024 * 1024));
	return [
		...bindSystemFolders(folders),
		...['--size', size, '--tmpfs', memoryFolder, '--size', size, '--tmpfs', '/dev/shm', '--chdir', memoryFolder],
		...(isApart ? ['--ro-bind', folder, folder] : []),
	];
}

/** Iframes stay in the process of their page, so that each request passes the one place where the host decides about it. */
const flags = [
	...[
		'--headless=new',
		'--no-sandbox',
		'--no-zygote',
		'--disable-gpu',
		'--remote-debugging-pipe',
		`--user-data-dir=${memoryFolder}/profile`,
	],
	...['--no-first-run', '--no-default-browser-check', '--disable-breakpad', '--disable-crash-reporter', '--disable-background-networking'],
	...['--disable-component-update', '--disable-sync', '--disable-extensions', '--disable-default-apps', '--disable-domain-reliability'],
	...['--disable-site-isolation-trials', '--disable-features=IsolateOrigins,site-per-process,Translate,OptimizationHints,MediaRouter'],
	...['--metrics-recording-only', '--mute-audio', '--password-store=basic', '--window-size=1280,900', 'about:blank'],
];
