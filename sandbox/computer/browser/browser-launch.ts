import { dirname, join } from 'node:path';
import { existsSync } from 'node:fs';
import type { ControlGroup } from '../../levels/control-group/control-group';
import { findKoffi } from '../../levels/kernel/find-koffi';
import { launchRestricted } from '../../levels/kernel/restrict-by-kernel';
import { bindSystemFolders, composeBubblewrap } from '../../levels/l1-bubblewrap';
import { libraryFolders } from '../../levels/own-libraries';
import { enterControlGroup } from '../../levels/l2-control-group';
import type { Launch } from '../../levels/launch';

export const pipeDescriptors = [7, 8] as const;
const expected = [3, 4] as const;
/** The profile is in memory and ends with the browser; nothing is stored. */
const memoryFolder = '/tmp';
const dataFolders = ['/usr/share', '/etc/fonts'];
const loaders = ['/lib64/ld-linux-x86-64.so.2', '/lib/ld-linux-aarch64.so.1'];
const devices = ['/dev/null', '/dev/zero', '/dev/random', '/dev/urandom', '/dev/full'];
const maxDescriptors = 4_096;
const maxProcessorSeconds = 3_600;
/** V8 reserves much more memory per page than it uses. */
const reservedMb = 8_192;

interface BrowserTask {
	file: string;
	memoryMb: number;
	stateFolder: string;
	group?: ControlGroup;
}

/**
 * L1 and above: no network, no process, and no files but the browser's program, libraries and fonts. Its own sandbox is off: it needs namespaces,
 * which this one refuses.
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

/** Troupe and the browser can lie below the in-memory folders, such as in a test checkout: mounts those first. */
function bindBrowser(folder: string, folders: string[], memoryMb: number): string[] {
	const isApart = !folders.some((one) => folder.startsWith(join(one, '/')));
	const size = String(Math.floor((memoryMb / 4) * 1024 * 1024));
	return [
		...bindSystemFolders(folders),
		'--size',
		size,
		'--tmpfs',
		memoryFolder,
		'--size',
		size,
		'--tmpfs',
		'/dev/shm',
		'--chdir',
		memoryFolder,
		...(isApart ? ['--ro-bind', folder, folder] : []),
	];
}

/** Keeps iframes in their page's process, so that each request passes the host's check. */
const flags = [
	'--headless=new',
	'--no-sandbox',
	'--no-zygote',
	'--disable-gpu',
	'--remote-debugging-pipe',
	`--user-data-dir=${memoryFolder}/profile`,
	'--no-first-run',
	'--no-default-browser-check',
	'--disable-breakpad',
	'--disable-crash-reporter',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
	'--disable-extensions',
	'--disable-default-apps',
	'--disable-domain-reliability',
	'--disable-site-isolation-trials',
	'--disable-features=IsolateOrigins,site-per-process,Translate,OptimizationHints,MediaRouter',
	'--metrics-recording-only',
	'--mute-audio',
	'--password-store=basic',
	'--window-size=1280,900',
	'about:blank',
];
