import type { ComponentChildren } from 'preact';

export const Figures = ({ items }: { items: Array<{ name: string; value: ComponentChildren; note?: string }> }) => (
	<dl class="figures">
		{items.map(({ name, value, note }) => (
			<div key={name} class="figure">
				<dt>{name}</dt>
				<dd>{value}</dd>
				{note !== undefined && <dd class="quiet">{note}</dd>}
			</div>
		))}
	</dl>
);
