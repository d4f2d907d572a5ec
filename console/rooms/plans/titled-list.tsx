/** A titled list; nothing if it is empty. */
export const TitledList = ({ title, items }: { title: string; items: string[] }) =>
	items.length === 0 ? null : (
		<>
			<h3>{title}</h3>
			<ul>
				{items.map((item) => (
					<li key={item}>{item}</li>
				))}
			</ul>
		</>
	);
