import { settingsWords as words } from './settings-words';

export const Preview = ({ changes }: { changes: Array<{ name: string; before: string; after: string }> }) => (
	<dl class="setting-change">
		{changes.map(({ name, before, after }) => (
			<>
				<dt>{name}</dt>
				<dd>
					<p class="talk-text">
						<span class="unseen">{words('before')}</span>
						<del>{before || '–'}</del>
					</p>
					<p class="talk-text">
						<span class="unseen">{words('after')}</span>
						<ins>{after || '–'}</ins>
					</p>
				</dd>
			</>
		))}
	</dl>
);
