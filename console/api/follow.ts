import { useEffect, useRef, useState } from 'preact/hooks';
import { addressOf, type Query } from './call';
import type { StreamEvent } from './event-parser';
import { session } from './session';
import { Stream, type StreamState } from './stream';

const live: StreamState = { isOver: false };

/**
 * Follows a stream of the service while the component is mounted, with reconnects. @param path undefined follows nothing @param events the names of
 * wanted events
 */
export function useStream(
	path: string | undefined,
	events: readonly string[],
	take: (event: StreamEvent) => void,
	query: Query = {},
): StreamState {
	const current = useRef(take);
	current.current = take;
	const [state, setState] = useState(live);
	const address = path === undefined ? undefined : addressOf(path, query);
	// A new sign-in continues.
	const who = session.value?.csrf;
	useEffect(() => {
		setState(live);
		if (address === undefined || who === undefined) return;
		const wanted = new Set(events);
		const stream = new Stream(address, {
			take: (event) => wanted.has(event.event) && current.current(event),
			tell: setState,
		});
		return () => stream.close();
	}, [address, who, events.join(' ')]);
	return address === undefined ? live : state;
}
