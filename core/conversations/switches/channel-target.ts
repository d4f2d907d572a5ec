/** The channel and the origin whose agents a switch silences. */
export interface ChannelScope {
	channel?: string;
	origin?: string;
}

const syntax = /^(?:channel:(?<channel>[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?))?(?:(?<=.)\+(?=.))?(?:origin:(?<origin>[\w.-]{1,90}))?$/u;

/** Parses `channel:NAME`, `origin:VALUE` and `channel:NAME+origin:VALUE`. Returns undefined for any other target. */
export function parseChannelTarget(target: string): ChannelScope | undefined {
	const { channel, origin } = syntax.exec(target)?.groups ?? {};
	const expected = [channel && `channel:${channel}`, origin && `origin:${origin}`].filter(Boolean).join('+');
	if (target === '' || expected !== target) return undefined;
	return { ...(channel && { channel }), ...(origin && { origin }) };
}
