import type { TObject } from 'typebox/type';
import { actAs } from '../../core/audit/actor';
import { TroupeError } from '../../core/base/errors';
import { readUserName } from '../../core/base/user-name';
import type { HttpConnection } from '../../manifests/registry-over-http/http-connection';
import { performOperation } from '../../service/operations/perform-operation';
import type { InputOf, InputShapes, Operation, OperationHost } from '../../service/operations/operation';
import { openPrivateState } from '../host';
import { ProgressLine } from '../terminal/progress-line';
import type { Terminal } from '../terminal/terminal';
import { findToken } from './find-token';
import { findService } from './known-services';

const maxAnswerBytes = 64 * 1024 * 1024;
/** As long as the service waits for a file. */
const uploadMs = 300_000;

/**
 * Performs an operation on the state of this machine, or at the service that `--service` names.
 * @param open opens what the operation needs on this machine; default: state
 * @throws TroupeError of the operation, SERVICE_UNREACHABLE, ACCESS_DENIED
 */
export async function callOperation<Input extends InputShapes, Output, Place = OperationHost>(
	called: Operation<Input, Output, Place>,
	input: InputOf<Input>,
	terminal: Terminal,
	open: (terminal: Terminal) => Place | Promise<Place> = openPrivateState as never,
): Promise<Output> {
	const { service } = terminal;
	checkParams(called, input as Record<string, unknown>);
	if (service === undefined) return performHere(called, input, terminal, open);
	if (terminal.tenant !== undefined)
		throw new TroupeError({
			code: 'INPUT_INVALID',
			message: '--tenant is for the state of this machine: at a service, the key decides whose state it is.',
			fix: 'Leave --tenant out, or log in with a key of that tenant under another name.',
		});
	const connection = await connectTo(service, terminal, called.maxBodyBytes === undefined ? undefined : uploadMs);
	const { path, body } = spread(called, input as Record<string, unknown>);
	const headers = called.inBackground && { prefer: 'respond-async' };
	const { status, text } = await connection.send(called.method, path, { body, headers, maxBytes: maxAnswerBytes });
	if (!called.inBackground || status !== 202) return (called.mediaType === undefined ? JSON.parse(text) : text) as Output;
	const { finishOperation } = await import('./follow-operation');
	const { id } = JSON.parse(text) as { id: string };
	return (await finishOperation(id, terminal, callOperation)) as Output;
}

async function performHere<Input extends InputShapes, Output, Place>(
	called: Operation<Input, Output, Place>,
	input: InputOf<Input>,
	terminal: Terminal,
	open: (terminal: Terminal) => Place | Promise<Place>,
): Promise<Output> {
	const progress = new ProgressLine(terminal);
	try {
		const by = `user:${readUserName()}`;
		const context = { by, signal: terminal.stop, report: progress.show };
		return await actAs({ name: by }, async () => performOperation(called, input, { host: await open(terminal), ...context }));
	} finally {
		if (called.inBackground) progress.end();
	}
}

/** Connects to a service of `troupe login`. @throws TroupeError INPUT_INVALID for a name that is not known */
export async function connectTo(service: string, { environment, stop: signal }: Terminal, timeoutMs?: number): Promise<HttpConnection> {
	const { HttpConnection: Connection } = await import('../../manifests/registry-over-http/http-connection');
	const { url } = findService(service, environment);
	const token = (refused?: string) => findToken(service, environment, signal, refused);
	return new Connection({ url, token, isService: true, signal, timeoutMs });
}

/** A URL takes a part of `.` or `..` as a step: the request would reach another endpoint. */
function checkParams({ input: { params } }: Operation<InputShapes, unknown, never>, input: Record<string, unknown>): void {
	const step = Object.keys((params?.properties ?? {}) as object).find((name) => /^\.{1,2}$/.test(String(input[name])));
	if (step === undefined) return;
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `Nothing can be named ${JSON.stringify(input[step])}: the ${step} is missing.`,
		fix: 'Write its name.',
	});
}

function spread({ path, input: { params, query, body } }: Operation<InputShapes, unknown, never>, input: Record<string, unknown>) {
	const pick = (shape: TObject | undefined) =>
		Object.entries(input).filter(([name, value]) => value !== undefined && shape && Object.hasOwn(shape.properties as object, name));
	const filled = pick(params).reduce((whole, [name, value]) => whole.replace(`:${name}`, encodeURIComponent(String(value))), path);
	const search = new URLSearchParams(
		pick(query).flatMap(([name, value]) => [value].flat().map((one): [string, string] => [name, String(one)])),
	).toString();
	return { path: search === '' ? filled : `${filled}?${search}`, body: body && Object.fromEntries(pick(body)) };
}
