import { randomUUID } from 'node:crypto';
import { type StreamResponse, type TaskPushNotificationConfig } from '@a2a-js/sdk';
import { RequestMalformedError } from '@a2a-js/sdk/errors';
import {
	type PushNotificationSender,
	type PushNotificationStore,
	type ServerCallContext,
	V1PushNotificationSerializer,
} from '@a2a-js/sdk/server';
import { isIP } from 'node:net';
import { isTroupeError } from '../../../core/base/errors';
import { pause } from '../../../core/base/async/pause';
import { isExposed } from '../../../core/base/network/unencrypted-servers';
import type { KeptTaskDocuments } from '../../../providers/compose/state/host-task-documents';
import { mayBeCalled } from '../../../providers/http/network-address';

const maxUrl = 2_048;
const maxSecret = 4_096;

/** @throws RequestMalformedError naming the field */
function checkPushConfig({ id, url, token, authentication }: TaskPushNotificationConfig, allowPrivateNetworks: boolean): void {
	const address = URL.parse(url);
	if (!address || url.length > maxUrl || !/^https?:$/.test(address.protocol) || address.username || address.password)
		throw wrong('url', `an http or https address of at most ${maxUrl} characters, without a name and a password`);
	const host = address.hostname.replace(/^\[|\]$/g, '');
	const isPrivate = isIP(host) ? !mayBeCalled(host, allowPrivateNetworks) : !allowPrivateNetworks && /(?:^|\.)localhost\.?$/i.test(host);
	if (isPrivate) throw wrong('url', 'an address outside private networks');
	if (isExposed(url)) throw wrong('url', 'an https address');
	if (id.length > 128) throw wrong('id', 'at most 128 characters');
	if (!isHeader(token)) throw wrong('token', `at most ${maxSecret} characters that a header can have`);
	if (!authentication) return;
	if (!/^[A-Za-z0-9!#$%&'*+.^_`|~-]{1,64}$/.test(authentication.scheme)) throw wrong('authentication.scheme', 'a scheme such as Bearer');
	if (!isHeader(authentication.credentials))
		throw wrong('authentication.credentials', `at most ${maxSecret} characters that a header can have`);
}

const isHeader = (value: string): boolean => value.length <= maxSecret && /^[\x20-\x7e]*$/.test(value);

/** The value can be secret. */
const wrong = (field: string, expected: string) =>
	new RequestMalformedError(`The ${field} of the push notification config is invalid: expected ${expected}.`);

function hidePushSecrets(config: TaskPushNotificationConfig): TaskPushNotificationConfig {
	const { authentication } = config;
	return { ...config, token: '', authentication: authentication && { ...authentication, credentials: '' } };
}

function pushHeaders({ token, authentication }: TaskPushNotificationConfig): Record<string, string> {
	return {
		...(token !== '' && { 'x-a2a-notification-token': token }),
		...(authentication?.credentials && { authorization: `${authentication.scheme} ${authentication.credentials}` }),
	};
}

interface PushParts {
	openTaskDocuments: (context: ServerCallContext) => Promise<KeptTaskDocuments>;
	send: typeof fetch;
	allowPrivateNetworks: boolean;
	/** Reports a refused notice to the operator, without its address's secrets. */
	reportFailure: (failure: { task: string; host: string; status: string }) => void;
	pausesMs?: number[];
}

const usualPausesMs = [1_000, 5_000, 30_000, 120_000];
const timeoutMs = 10_000;
const maxWaiting = 100;

/**
 * Notifies callers' addresses about their tasks. Addresses survive a restart; notices are retried a few times and do not. `GetTask` says the same.
 */
export class PushNotices implements PushNotificationStore, PushNotificationSender {
	readonly #waiting = new Map<string, { count: number; last: Promise<void> }>();
	readonly #serializer = new V1PushNotificationSerializer();
	readonly #end = new AbortController();

	constructor(private readonly parts: PushParts) {}

	async save(taskId: string, context: ServerCallContext, config: TaskPushNotificationConfig): Promise<void> {
		checkPushConfig(config, this.parts.allowPrivateNetworks);
		config.id ||= randomUUID();
		config.taskId = taskId;
		if (await (await this.parts.openTaskDocuments(context)).put(taskId, config.id, config)) return;
		throw new RequestMalformedError('There are too many push notification configs. Delete some, or use GetTask.');
	}

	async load(taskId: string, context: ServerCallContext): Promise<TaskPushNotificationConfig[]> {
		return (await this.#read(taskId, context)).map(hidePushSecrets);
	}

	async delete(taskId: string, context: ServerCallContext, configId?: string): Promise<void> {
		await (await this.parts.openTaskDocuments(context)).remove(taskId, configId);
	}

	async send(response: StreamResponse, context: ServerCallContext): Promise<void> {
		const taskId = readTaskId(response);
		if (taskId === undefined) return;
		await this.#inOrder(taskId, async () => {
			const configs = await this.#read(taskId, context);
			await Promise.all(configs.map((config) => this.#deliver(response, taskId, config)));
		});
	}

	close(): void {
		this.#end.abort(new Error('the service stops'));
	}

	async #read(taskId: string, context: ServerCallContext): Promise<TaskPushNotificationConfig[]> {
		const kept = await (await this.parts.openTaskDocuments(context)).list<TaskPushNotificationConfig>(taskId);
		return kept.map(({ document }) => document);
	}

	/** Notices of a task are sent in sequence. */
	async #inOrder(key: string, work: () => Promise<void>): Promise<void> {
		const queue = this.#waiting.get(key) ?? { count: 0, last: Promise.resolve() };
		if (queue.count >= maxWaiting) return;
		queue.count += 1;
		const done = queue.last.then(work).catch(() => undefined);
		queue.last = done;
		this.#waiting.set(key, queue);
		await done;
		queue.count -= 1;
		if (queue.count === 0) this.#waiting.delete(key);
	}

	async #deliver(response: StreamResponse, task: string, config: TaskPushNotificationConfig): Promise<void> {
		const pauses = this.parts.pausesMs ?? usualPausesMs;
		for (let attempt = 0; !this.#end.signal.aborted; attempt += 1) {
			const status = await this.#post(response, config);
			if (/^2\d\d$/.test(status)) return;
			const pauseMs = isFinal(status) ? undefined : pauses[attempt];
			if (pauseMs === undefined) return this.parts.reportFailure({ task, host: new URL(config.url).host, status });
			await pause(pauseMs, this.#end.signal);
		}
	}

	async #post(response: StreamResponse, config: TaskPushNotificationConfig): Promise<string> {
		const { body, contentType } = this.#serializer.serialize(response);
		try {
			const answer = await this.parts.send(config.url, {
				method: 'POST',
				redirect: 'manual',
				headers: { 'content-type': contentType, ...pushHeaders(config) },
				body,
				signal: AbortSignal.any([AbortSignal.timeout(timeoutMs), this.#end.signal]),
			});
			await answer.body?.cancel();
			return String(answer.status);
		} catch (error) {
			if (isTroupeError(error)) return error.code;
			return error instanceof DOMException && error.name === 'TimeoutError' ? 'TIMEOUT' : 'UNREACHABLE';
		}
	}
}

/** A refused request would be refused again. */
const isFinal = (status: string): boolean =>
	status === 'ADDRESS_REFUSED' || (/^[34]\d\d$/.test(status) && !/^(?:408|425|429)$/.test(status));

/** Partial texts are for streams: a notice tells a state or a whole artifact. */
function readTaskId({ payload }: StreamResponse): string | undefined {
	if (payload?.$case === 'task') return payload.value.id;
	if (payload?.$case === 'statusUpdate') return payload.value.taskId;
	return payload?.$case === 'artifactUpdate' && payload.value.lastChunk ? payload.value.taskId : undefined;
}
