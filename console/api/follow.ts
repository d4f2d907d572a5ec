import { useEffect, useRef } from 'preact/hooks';
import { addressOf, type Query } from './call';

/** An event of a stream, and where the stream goes on after it. */
export interface StreamEvent {
	id: string;
	event: string;
	data: unknown;
}

/**
 * Follows a stream of the service while the component is shown. The browser connects again by itself, from the last event that it got (Last-Event-ID).
 * @param path undefined follows nothing @param events the names of events that are taken
 */
export function useStream(
	path: string | undefined,
	events: readonly string[],
	take: (event: StreamEvent) => void,
	query: Query = {},
): void {
	const current = useRef(take);
	current.current = take;
	const address = path === undefined ? undefined : addressOf(path, query);
	useEffect(() => {
		if (address === undefined) return;
		const source = new EventSource(address);
		const pass = (event: MessageEvent<string>) =>
			current.current({
				id: event.lastEventId,
				event: event.type,
				data: event.data === '' ? undefined : (JSON.parse(event.data) as unknown),
			});
		for (const name of events) source.addEventListener(name, pass);
		return () => source.close();
	}, [address, events.join(' ')]);
}
