import { TroupeError } from '../../base/errors';

/** The channel and the origin whose agents a mute silences. */
export interface MuteScope {
	channel?: string;
	origin?: string;
}

const syntax = /^(?:channel:(?<channel>[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?))?(?:(?<=.)\+(?=.))?(?:origin:(?<origin>[\w.-]{1,90}))?$/u;

/** Parses the name of a mute. @throws TroupeError INPUT_INVALID for anything but `channel:NAME`, `origin:VALUE` and `channel:NAME+origin:VALUE` */
export function parseMuteName(name: string): MuteScope {
	const { channel, origin } = syntax.exec(name)?.groups ?? {};
	const expected = [channel && `channel:${channel}`, origin && `origin:${origin}`].filter(Boolean).join('+');
	if (name !== '' && expected === name) return { ...(channel && { channel }), ...(origin && { origin }) };
	throw new TroupeError({
		code: 'INPUT_INVALID',
		message: `${JSON.stringify(name.slice(0, 100))} is not the name of a channel's or origin's mute.`,
		fix: 'Use channel:NAME, origin:VALUE or channel:NAME+origin:VALUE. Agents, prompts and policies have flags in the registry: troupe manifest flag.',
	});
}
