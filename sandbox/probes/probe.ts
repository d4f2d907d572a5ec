import type { Level } from '../levels/level';

/** An attempt of code to reach something outside of its sandbox. */
export interface Probe {
	id: string;
	/** Attack, to continue the sentence "code could …". */
	attempt: string;
	/** The published escape that it follows, if there is one. */
	from?: string;
	/** The first level that has to stop it. */
	level: Level;
	/**
	 * True runs it without Node's permission model, as native code that broke out of V8 would. It then tests the kernel's layers alone. With it,
	 * `facts.koffi` makes system calls.
	 */
	native?: boolean;
	/** It succeeds in a plain process only as root, or on some kernels. The test of the probes then accepts that the kernel refuses it. */
	needs?: 'root' | 'kernel';
	/** True if its process has a way out, which `openBaitOutlet` decides about. */
	outlet?: boolean;
	/** True if its process has files, folders and programs that it was given. */
	granted?: boolean;
	/** True if it ends or changes its process, and cannot share it with others. */
	alone?: boolean;
	/** True if it runs until its time is over, if nothing stops it. */
	isBusy?: boolean;
	/** Judges by what the process did, such as how much it wrote. Otherwise the process says whether it escaped. */
	isEscape?: (result: { stdoutBytes: number; stderrBytes: number }) => boolean;
	/**
	 * The body of an async function in a CommonJS module, with `facts` (`Facts`) and `call(name, …)`, a system call. It returns what it reached, as a
	 * proof, or throws. Nothing returned means that it reached nothing.
	 */
	code: string;
}

/** Targets of the probes. All of them exist and are open to the user who started the sandbox. */
export interface Facts {
	/** A folder with a secret, which only this user can read. */
	folder: string;
	secretFile: string;
	/** The process that started the sandbox. */
	hostPid: number;
	hostName: string;
	tcpPort: number;
	udpPort: number;
	/** A file that a granted run can read, beside the secret. */
	grantedFile: string;
	/** A folder that it can read, with a link to the secret. */
	grantedFolder: string;
	/** A folder in which it can write. */
	writableFolder: string;
	/** A program that it can start. */
	node: string;
	socketPath: string;
	abstractName: string;
	/** A descriptor of the secret file that a careless host would leave open. */
	descriptor: number;
	/** An addon and a library, where they are. */
	koffi?: string;
	library?: string;
	/** Its device and its number there: an image can have another one of this name. */
	libraryId?: string;
	memoryMb: number;
	timeMs: number;
	outputBytes: number;
	/** The numbers of system calls for `call`. */
	numbers: Record<string, number>;
}

/** Returns a script that runs probes one after the other. For each it prints a JSON line: `{"id", "escaped"}` or `{"id", "stopped"}`. */
export function toScript(probes: readonly Probe[]): string {
	const attempts = probes.map(({ id, code }) => `await attempt('${id}', async () => {${code}});`);
	return `${preamble}\n(async () => {\n${attempts.join('\n')}\n})().finally(() => process.exit());\n`;
}

const preamble = `
const facts = JSON.parse(require('node:fs').readFileSync(0, 'utf8'));
function call(name, ...values) {
	const koffi = require(facts.koffi);
	const kinds = values.map((value) => Buffer.isBuffer(value) ? 'void *' : typeof value === 'string' ? 'const char *' : 'int64_t');
	const syscall = koffi.load(null).func('long syscall(' + ['long', ...kinds].join(', ') + ')');
	const result = Number(syscall(facts.numbers[name], ...values));
	if (result >= 0) return result;
	const errno = koffi.errno();
	throw Object.assign(new Error(name), { code: Object.keys(koffi.os.errno).find((one) => koffi.os.errno[one] === errno) });
}
const say = (line) => require('node:fs').writeSync(1, JSON.stringify(line) + '\\n');
async function attempt(id, code) {
	try {
		const reached = await code();
		say(reached === undefined || reached === false ? { id, stopped: 'nothing reached' } : { id, escaped: String(reached).trim().slice(0, 100) });
	} catch (error) {
		say({ id, stopped: String(error?.code ?? error?.message).slice(0, 100) });
	}
}`;
