import { defineWords } from '../words/words';

export const Skeleton = ({ rows = 3 }: { rows?: number }) => (
	<div class="skeleton" role="status">
		<span class="unseen">{words('loading')}</span>
		{Array.from({ length: rows }, (_, index) => (
			<span key={index} class="bar" aria-hidden="true" />
		))}
	</div>
);

const words = defineWords({ loading: 'Loading …' }, { loading: 'Carregando …' });
