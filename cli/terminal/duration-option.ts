import { InvalidArgumentError, Option } from 'commander';
import { parseDuration } from '../../core/base/duration';

/** Declares an option with a duration, which commands read in milliseconds. @param range the smallest and the largest */
export function durationOption(flags: string, description: string, range: readonly [string, string], standard?: string): Option {
	const [smallest, largest] = range.map((text) => parseDuration(text)!) as [number, number];
	const fitting = ['500ms', '30s', '5m', '12h', '90d'].filter(
		(text) => parseDuration(text)! >= smallest && parseDuration(text)! <= largest,
	);
	const suchAs = fitting.length === 0 ? '' : `, such as ${fitting.join(', ')}`;
	const option = new Option(flags, description).argParser((text) => {
		const duration = parseDuration(text);
		if (duration !== undefined && duration >= smallest && duration <= largest) return duration;
		throw new InvalidArgumentError(`Expected a duration from ${range[0]} to ${range[1]}${suchAs}.`);
	});
	return standard === undefined ? option : option.default(parseDuration(standard)!, standard);
}
