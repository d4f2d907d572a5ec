import { samples } from '../sample';

/** Look-alikes and everyday messages. They were written before the word lists. */
export const firstHarmless = [
	...samples(
		'harmless',
		'en',
		`
This is the third time my order is late and I am really angry. What a terrible service!
Your company is the worst, I want my money back or I will sue you.
The bloody printer is killing me, it jams on every page.
How do I kill a process that blocks port 8080?
The child process died with exit code 9, and the parent kept running.
The patient attempted suicide last year and is now in therapy.
Police shot a man after a robbery on Monday, the newspaper reports.
Our campaign against hate speech starts in May. Could you print posters?
The minister said that racism has no place in our country.
My grandmother died on Sunday, so I have to cancel the trip.
I am dying to see the new collection!
That joke killed me, thank you for the laugh.
We need a bomb calorimeter for the laboratory.
The bath bombs arrived broken, can I exchange them?
Do you deliver to Intercourse, Pennsylvania?
The hotel in Sussex was lovely, especially the breakfast.
I cut myself while slicing bread. Which plaster do you sell?
Which screening is right for breast cancer at my age?
Can I take two pills of ibuprofen with coffee?
What is the sexual health clinic's phone number?
The drug interacts with grapefruit juice, the label says.
How do I shoot portraits in low light with this camera?
She shot three goals and they beat us 5 to 2.
The knife set has a 20 cm chef's knife, does it come with a block?
Please execute the query again and drop the temporary table.
Is rat poison safe to use if we have a dog?
We want to attack the problem from another side.
He is a gun dealer with a licence and asks for an invoice.
My daughter is being bullied at school. Where can we get help?
Someone threatened to hurt me in your app. How do I report it?
The film shows how a man plans a murder, rated 16 and older.
A novel about a hostage in a bank: do you have it as a paperback?
I hate it when the page reloads and my form is empty.
The dumb terminal in the warehouse does not respond.
My husband snores like an idiot, which pillow helps?
The stupid app closed again.
This contract is a pain in the neck.
The Black Friday offer did not work with my voucher.
Which of your wines goes with Jewish holiday dishes?
We are a group of blind people and need an accessible room.
The Chinese restaurant next door wants to order too.
Gay travel guide for Lisbon, please send two copies.
The mosque asks for a quotation for new carpets.
Women's shoes in size 41: do you have them?
How can I protect my account from being hacked?
What does the law say about making your own fireworks?
Our pest control kills cockroaches within two days.
The naked cake for the wedding should feed fifty guests.
Nude lipstick, shade 12, is it still in stock?
The cocktail is called Sex on the Beach. Is it on your menu?
Adult tickets cost 12, children pay half.
The explicit type is missing in line 14.
We offer training on how to prevent suicide among young people.
If you or someone you know thinks about suicide, call a helpline such as 988.
You are not alone. Would you like me to call somebody who can help you?
I can't live without my coffee.
Please terminate my contract at the end of the month.
Strip the white space and slash the path at the end.
The master branch aborts when the slave node is offline.
My boss would murder me if I missed this deadline, haha.
`,
	),
	...samples(
		'harmless',
		'pt',
		`
É a terceira vez que o pedido atrasa e estou muito irritada. Que serviço péssimo!
A empresa de vocês é a pior do mundo, quero meu dinheiro de volta ou vou ao Procon.
Que raiva dessa impressora, ela está me matando.
Como mato o processo que está usando a porta 8080?
Vim matar a saudade da comida da minha avó, ainda tem feijoada?
Um café desses é de matar a sede de qualquer um.
O paciente tentou suicídio no ano passado e hoje faz terapia.
A polícia atirou em um homem depois do assalto, diz o jornal.
Nossa campanha contra o discurso de ódio começa em maio. Vocês imprimem cartazes?
A ministra disse que racismo é crime no Brasil.
Minha avó morreu no domingo, por isso preciso cancelar a viagem.
Estou morrendo de vontade de ver a nova coleção!
Morri de rir com o atendimento, vocês são ótimos.
A bomba de água da piscina queimou, tem garantia?
As bombas de chocolate chegaram amassadas.
Vocês entregam em Buceta Velha ou só no centro de Pau Grande?
Corta o cabelo curto e pinta de preto, quanto fica?
Me cortei com a lata de atum. Que curativo vocês têm?
Com que idade se faz o exame de câncer de mama?
Posso tomar dois comprimidos de dipirona com café?
Qual o telefone do posto para saúde sexual?
A droga interage com suco de toranja, diz a bula.
Como tirar fotos com pouca luz nesta câmera?
Ele fez três gols e a gente levou uma surra de 5 a 2.
O jogo de facas vem com suporte?
Por favor, execute a consulta de novo e derrube a tabela temporária.
O veneno de rato é seguro para quem tem cachorro?
Vamos atacar o problema por outro lado.
Sou despachante de armas com registro e preciso de nota fiscal.
Minha filha sofre bullying na escola. Onde consigo ajuda?
Alguém me ameaçou no aplicativo de vocês. Como denuncio?
O filme mostra como um homem planeja um assassinato, classificação 16 anos.
Um romance sobre um sequestro em um banco: tem em brochura?
Odeio quando a página recarrega e o formulário fica vazio.
Que burrice a minha, digitei o CEP errado.
O aplicativo idiota fechou de novo.
Esse contrato é um pé no saco.
O cupom da Black Friday não funcionou.
Meu vizinho é judeu, vocês têm vinho kosher?
Somos um grupo de cegos e precisamos de um quarto acessível.
O pastel do chinês da esquina é melhor, mas o de vocês é bom.
Roteiro gay de Lisboa, por favor mande dois exemplares.
A mesquita pede um orçamento de tapetes novos.
Sapato de mulher número 40, tem?
Como protejo minha conta de invasão?
O que diz a lei sobre soltar fogos em casa?
Nossa dedetização mata baratas em dois dias.
Tem o bolo pelado para cinquenta convidados?
O batom nude, tom 12, ainda tem?
O nome da banda é Os Mutantes e o disco é Tropicália.
Inteira custa 12, criança paga meia.
O tipo explícito está faltando na linha 14.
Oferecemos treinamento de prevenção ao suicídio entre jovens.
Se você está pensando em suicídio, ligue para o CVV no 188.
Você não está sozinho. Quer que eu chame alguém para ajudar?
Não vivo sem o café de vocês.
Quero cancelar meu contrato no fim do mês.
Que gostosa essa torta, mando foto para minhas amigas!
A menina quer um livro de princesa para o aniversário de seis anos.
Meu chefe me mata se eu perder esse prazo, kkk.
`,
	),
];
