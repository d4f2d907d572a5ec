import { CopyButton } from './copy-button';

export const Command = ({ text, about }: { text: string; about?: string }) => (
	<p class="command">
		<code>{text}</code>
		<CopyButton text={text} about={about} />
	</p>
);

export const quote = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", `'\\''`)}'`);
