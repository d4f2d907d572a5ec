import type { Level } from '../levels/level';

export interface Probe {
	id: string;
	/** Continues the sentence "code could …". */
	attempt: string;
	from?: string;
	level: Level;
	/**
	 * Runs without Node's permission model, like native code that broke out of V8, to test the kernel's layers alone. `facts.koffi` then makes system
	 * calls.
	 */
	native?: boolean;
	/** Succeeds in a plain process only as root, or on some kernels. The probes' test then accepts the kernel's refusal. */
	needs?: 'root' | 'kernel';
	outlet?: boolean;
	granted?: boolean;
	alone?: boolean;
	isBusy?: boolean;
	/** Judges by the process's behaviour, such as its output size. Otherwise the process reports the escape. */
	isEscape?: (result: { stdoutBytes: number; stderrBytes: number }) => boolean;
	/**
	 * Body of an async function in a CommonJS module, with `facts` (`Facts`) and `call(name, …)`, a system call. Returns proof of what it reached,
	 * nothing if it reached nothing, or throws.
	 */
	code: string;
}

/** The probes' targets. All exist and are open to the user who started the sandbox. */
export interface Facts {
	folder: string;
	secretFile: string;
	hostPid: number;
	hostName: string;
	tcpPort: number;
	udpPort: number;
	grantedFile: string;
	grantedFolder: string;
	writableFolder: string;
	node: string;
	socketPath: string;
	abstractName: string;
	/** A descriptor of the secret file that a careless host would leave open. */
	descriptor: number;
	koffi?: string;
	library?: string;
	/** Its device and number there: an image can have another one of this name. */
	libraryId?: string;
	memoryMb: number;
	timeMs: number;
	outputBytes: number;
	numbers: Record<string, number>;
}

/** Script that runs probes in sequence. For each it prints a JSON line: `{"id", "escaped"}` or `{"id", "stopped"}`. */
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
