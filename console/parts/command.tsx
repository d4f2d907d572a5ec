import { CopyButton } from './copy-button';

/** A command for a terminal, to copy. */
export const Command = ({ text, about }: { text: string; about?: string }) => (
	<p class="command">
		<code>{text}</code>
		<CopyButton text={text} about={about} />
	</p>
);

/** Writes a word of a command for POSIX shells. */
export const quote = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
