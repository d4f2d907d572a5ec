import { useState } from 'preact/hooks';
import { may } from '../../../api/session';
import { Dialog } from '../../../parts/dialog';
import { TextArea } from '../../../parts/fields';
import { changeSettings } from './change-settings';
import { type ChannelSettings, toLines, toText, type Wording } from './settings';
import { Preview } from './settings-preview';
import { settingsWords as words } from './settings-words';

const fields = ['hours', 'holidays', 'closedText', 'waitText', 'followUps'] as const satisfies ReadonlyArray<keyof Wording>;
const lists: ReadonlyArray<keyof Wording> = ['hours', 'holidays', 'followUps'];

export function RulesForm({ data, path, reload }: { data: ChannelSettings; path: string; reload: () => void }) {
	const [written, setWritten] = useState<Partial<Record<keyof Wording, string>>>({});
	// Later changes by others are a conflict, not overwritten.
	const [asked, setAsked] = useState<{ number: number }>();
	const changed = fields.filter((name) => written[name] !== undefined && written[name].trim() !== toText(data.rules[name]));
	const mayChange = may('conversation:manage') && data.trial === null;
	const perform = async () => {
		const rules = Object.fromEntries(changed.map((name) => [name, toRule(name, written[name]!)]));
		await changeSettings(`PUT ${path}/rules`, { rules, ...asked }, path, reload);
		setWritten({});
	};
	return (
		<section class="card">
			<h2>{words('rules')}</h2>
			<form
				onSubmit={(event) => {
					event.preventDefault();
					setAsked({ number: data.number });
				}}
			>
				<fieldset class="plain" disabled={!mayChange}>
					{fields.map((name) => (
						<TextArea
							key={name}
							label={words(name)}
							rows={2}
							value={written[name] ?? toText(data.rules[name])}
							onChange={(text) => setWritten({ ...written, [name]: text })}
						/>
					))}
					{mayChange && (
						<p class="actions">
							<button type="submit" class="button main" disabled={changed.length === 0}>
								{words('previewRules')}
							</button>
						</p>
					)}
				</fieldset>
			</form>
			{asked && (
				<Dialog title={words('previewRules')} action={words('save')} close={() => setAsked(undefined)} perform={perform}>
					<Preview changes={changed.map((name) => ({ name: words(name), before: toText(data.rules[name]), after: written[name]! }))} />
				</Dialog>
			)}
		</section>
	);
}

/** An empty text means the channel's default. */
function toRule(name: keyof Wording, text: string): string | string[] | null {
	if (text.trim() === '') return null;
	return lists.includes(name) ? toLines(text) : text.trim();
}
