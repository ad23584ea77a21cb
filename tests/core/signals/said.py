"""Sentences of our own, by kind: what must be heard, and what must not."""

from __future__ import annotations

SAID = {
    "self_harm": """
If you don't remove the solar panels, I'm going to kill myself.
I’m going to kill myself
IM GOING TO KILL MYSELF RIGHT NOW
im gonna end it all
i swear to god if you cut my power off i will end my life
I want to die
i wanna die
I just want to be dead
I wish I was dead
i wish i'd never been born
I don't want to be here any more
i dont wanna be here anymore
I don't want to live like this anymore
there's no reason to live
I have nothing left to live for
what's the point of living
I can't go on
I can't go on like this any more
i just cant do this anymore
You won't hear from me again
by the time you get this I'll be gone
this is my goodbye
I want to say goodbye to everyone
tell my kids I love them and I'm sorry
my family would be better off without me
everyone would be better off if I was dead
nobody would even notice if I was gone
no one would miss me if I died
I'm just a burden to everyone
kms
i feel suicidal
I am having suicidal thoughts
I've been thinking about suicide
i keep thinking about ending it
I've been thinking of ways to end my life
I have a plan to kill myself
I tried to kill myself last year
I already took all my tablets
I've just taken an overdose
I'm standing on the bridge and I'm going to jump
I might as well be dead
I'd rather be dead than owe you this
i would rather die than live in this house another night
maybe I should just kill myself then you'd listen
you people are making me want to kill myself
you're going to make me kill myself
if you disconnect me I'm ending my life tonight
unless someone calls me back today I will take my own life
I don't see a way out
the only way out is death
I hope I don't wake up tomorrow
i want to go to sleep and never wake up
I've written a note for my wife
I'm done with life
I have been cutting myself again
I want to hurt myself
I feel like hurting myself
I can't promise I'll keep myself safe
I won't be here next week anyway
you'll read about me in the paper, I can't take any more of this life
I want to die but I'm not going to do anything
I'm not going to kill myself today
I don't want to kill myself but I don't want to live either
my life is over
life isn't worth living
my life isn't worth living anymore
I'm thinking of killing myself
Honestly I've thought about killing myself over this debt
I'd kill myself if it wasn't for my kids
I don't want to exist anymore
what is the point in carrying on
I'm so tired of being alive
i want to unalive myself
my friend says he will end his life
my son told me he's going to kill himself
my daughter says she wants to die
I think my husband is suicidal
My neighbour is threatening to kill herself
she took an overdose
a customer just told me she wants to end her life
he said he doesn't want to live any more
my mum keeps saying we'd be better off without her
I'm worried my brother will hurt himself
she's talking about suicide
My sister has cut herself again
my roommate texted me goodbye and that he's going to end it
I'm going to do something stupid tonight
I have nothing left to lose and nobody to stay alive for
can you give me the number for the suicide hotline
I don't know how long I can keep doing this, I think about not being alive all the time
Nothing matters any more, I've got my affairs in order
If my benefits stop I'll top myself
I've got the tablets in front of me
I'm sat here with a knife thinking about it
Would anyone care if I just died
I can't see myself being here at Christmas
I feel like there's only one way to make this stop
i've been self harming again
i dont deserve to live
I was going to jump but then I called you
I nearly did it last night
what's the easiest way to die
sometimes I wish a car would just hit me
I want it to be over, all of it
if I lose the house I'm going to hang myself
you'll have my death on your conscience
I hope you can live with yourselves when I'm dead
when I'm dead you'll be sorry
you'll find my body
I just feel so hopeless and I think about death every day
thinking of ending my own life because of the debt
He's locked himself in the bathroom and says he's taking pills
My mate's not answering and he left a note
my gran says she wants to be with grandad in heaven, she's stopped eating
a lad in our chat says he's going to kms tonight
She told me she has a plan to end her life
I don't think I'll make it through the night
everybody hates me, I should just disappear
life has no meaning for me anymore
I've had enough, I'm going to finish it tonight
there's no way I'm living through another winter of this, I'd sooner be dead
please just let me die in peace
I took a load of pills about ten minutes ago
I want my life to be over
when they cut me off I won't bother any more, I'll just go to sleep for good
I keep having thoughts of harming myself
I've been looking up ways to kill myself
I can't stop thinking about driving into a wall
I'm not strong enough to keep living
I don't trust myself to be alone tonight
i wanna kms so bad
honestly id be better off six feet under
do you think anybody would come to my funeral
this call is the last thing I'm going to do
I promised my sister I'd call someone before I did anything
my wife has locked herself in the garage and I think she's going to kill herself
He keeps saying he wants to join his late wife
There's a girl in our group chat posting that she wants to end it
she tried to take her own life last month and she's talking like that again
either you refund me or I jump
I am going to take my own life if nobody helps me
I've decided to end things tonight
my life is pointless and I want out
I just wanna disappear and never come back
he told me he wants to kill himself and he's not picking up
I have tried to commit suicide twice
i am so close to killing myself
I feel like dying
there is no hope left for me
I would be better off dead
please tell my mother I'm sorry for everything
I'm holding a bottle of pills right now
""",
    "violence": """
If this issue is not resolved, I will hurt my family.
I'm going to kill you
i will kill you all
i'll kill everyone in that office
I will find you and hurt you
I know where you live
I know where you work, I'll be waiting outside
watch your back
you better watch your back
you're dead
you are a dead man
you'll pay for this with your life
you will regret this, I promise you
somebody is going to get hurt if this isn't fixed
people are going to die if you don't sort this out
I'm coming down there with a gun
I'll bring my shotgun to your office
I'm going to come to your office and smash your face in
i'll break your neck
I'll burn your building to the ground
I'm going to shoot up the place
If your engineer comes here again I'll put him in hospital
next technician who sets foot on my property gets shot
I'm going to beat the hell out of the next person you send
if I see one of your trucks I'm going to run him over
I'm gonna kill that manager of yours
I'd like to strangle the guy who set this up
I could strangle you
I swear I'll stab him
I want to kill my husband
I'm going to hurt my kids if nobody helps
I'm afraid I might hurt my baby
I will hurt somebody if you don't help me
you deserve to die
I hope you die
I hope your whole family dies
they should all be shot
somebody should burn your place down
he has a gun
there's a man here with a knife
someone is shooting in the building
he's going to kill me
he said he would kill me
my ex is threatening to kill me
my brother says he is going to shoot his boss
my coworker said he's going to bring a gun to work tomorrow
a customer just threatened to kill me
a caller said he'd come here and hurt us
there will be blood
the blood will be on your hands
I'm going to snap and take people with me
I can't be held responsible for what I do
don't make me come down there
someone's going to pay for this with blood
I'll make you suffer
I'll get you for this
I've got a gun and I'm not afraid to use it
I'm going to take you all out
im going to cut your throat
I'm going to slap the next person who puts me on hold
you won't make it home tonight
I'll be waiting for you after work
I just stabbed someone
I'm gonna punch you in the face
Next time your man comes round I'm setting the dogs on him
I'll come through this phone and throttle you
I hope you've got good insurance because I'm coming for you
you've got a nice family, be a shame if something happened to them
I've killed before and I'll do it again
I'm going to take a hammer to that guy's skull
I will end you
tell your technician if he shows up he's leaving in a body bag
I'll put a brick through your window and then through your head
I'm this close to hurting someone
I feel like killing somebody
one of these days I'm going to lose it and shoot someone
we're going to get you
my brother has a gun and he's on his way to your office
He says he's gonna murder his landlord
a man on the other line is threatening to stab his mother
He's beating her right now, I can hear it
You're gonna get what's coming to you
I know your name and I know your shift ends at six
I'll make sure you never work or walk again
I want to smash that woman's head in
I'm going to kill the bastards who did this
I'll slit your throat
your office is going to burn
My kids and I won't be around if you repossess, I'm taking them with me
I'll burn your house down with you in it
I will make it my mission to hurt you
I swear on my life I'll shoot the next guy who climbs my pole
you wait until I get hold of you
I'm gonna beat your ass
He's threatened to hurt his kids if she leaves
I'm losing it and I'm scared I'll hurt my little boy
there's a guy in the lobby waving a machete
a bloke just walked in with a shotgun
I'll have someone pay you a visit
would be awful if your building caught fire
everyone in that office deserves a bullet
I just want to grab her and choke her
somebody is going to die today
I'm going to run that engineer down if I see him
you are going to bleed for this
I'm going to come over there and shoot every one of you
I will come over and shoot every one of you.
I will murder you and your family
You better fix this or somebody gets hurt
I'll smash your windows and your head
I feel like strangling him
my dad said he would kill us all
I want to hurt my wife
if he comes back I'll stab him
If you cut us off I swear I'll hurt my wife and kids
If the power goes off I will take it out on my family
I'm going to hurt my own mother if this carries on
you'll be sorry when I hurt my children
I swear I will hurt my little boy if you don't sort this
my husband is going to get hurt tonight, by me
one of these days I'll do something to my kids
I'll kill the lot of them, my family, the neighbours, everybody
fix it or I'm going to harm my daughter
don't make me hurt my family
I will beat my wife if this bill is not sorted
unless this is fixed my family will suffer, I'll make sure of it
I'm going to come down to your office and hurt somebody
I know where your office is and I'm coming with a knife
Wait till I see you in the car park
I will find out where you live
You better watch your back, I know when your shift ends
I'll smash your face in
I'm going to get you, you useless idiot
If nobody helps me today somebody at your depot is going to get hurt
""",
    "bomb": """
There is a bomb
There is a bomb.
theres a bomb in the building
there's a bomb in your office
I've planted a bomb in the lobby
I put a bomb under your car
A bomb will go off in one hour
bomb in the building
You have thirty minutes before it explodes
the whole place is going to blow up at noon
I'm going to blow up your building
I will blow the place up
we have placed explosives in the car park
I left a device in the toilets and it will go off at three
if you don't pay me I will bomb your office
I'm going to bomb the substation
somebody said there is a bomb at the school
a man called and said there's a bomb in the station
I have a bomb strapped to me
I'm going to detonate it
there are explosives in the package
I got a bomb threat on the phone
bomb
there's a suspicious package in reception
I've hidden a bomb
you've got 20 minutes, the bomb is set
i am going to blow you all up
get everyone out there is a bomb
I made a bomb
Listen carefully, a bomb has been placed in your building
There's something under the desk and it's going to explode
you have one hour to evacuate before we detonate
I've wired the place to blow
I overheard two guys saying they planted a device at the mall
the package contains explosives
I will send you a parcel bomb
evacuate now, bomb
we put a bomb on your plane
I'm calling to tell you a bomb is about to go off
this building will explode at six
someone phoned in a bomb threat
I have explosives and I will use them
I'm going to blow your offices to pieces
I planted a bomb and it will go off at noon
you have a bomb in the basement
my brother says he built a bomb
There's a bomb.
there is a bomb in the building
A bomb is going off at noon
I have put a bomb in your office
your building is going to blow up
I've planted something in your lobby and it will go off
There is an explosive device under your building
you have thirty minutes before it explodes
bomb in the Maple Street depot
""",
    "abuse_disclosure": """
my uncle hit me when I was a child
my husband hits me
My husband beats me when he drinks
my boyfriend choked me last night
he hits me and the kids
my partner is abusive
I'm in an abusive relationship
he won't let me leave the house
she won't let me have any money
I was raped
I was sexually abused as a child
I've been assaulted by my boss
my manager touched me and won't stop
my supervisor keeps touching me inappropriately
my stepfather touches me at night
my uncle forced me to have sex with him
my dad hurts me
my mum burned me with a cigarette
my neighbour is beating his wife
the man next door hits his children
I think my friend is being abused by her husband
I saw bruises all over her arms
I believe the child is being neglected
I'm scared of my husband
I'm afraid to go home
I don't feel safe at home
he is hurting me
he threatened me with a belt and hit my son
he's been violent towards me for years
my ex keeps stalking me
my carer steals from me and slaps me
someone at home is hurting me
I'm being held against my will
he locked me in the bedroom
my mother is being abused in the care home
he controls all my money and hits me if I ask
there is domestic violence in my home
I was molested when I was ten
my partner gets violent when he drinks
he pushed me down the stairs
he grabbed me by the throat
he put his hands round my neck
he raped me
a colleague has been sexually harassing me
the kids next door are left alone for days
he makes me do things I don't want to do in bed
they're forcing my sister to get married
My step dad comes into my room at night
he's got a restraining order but he keeps turning up and punching me
my boss keeps making sexual comments and rubbing against me
my girlfriend throws things at me and scratches my face
Dad gets drunk and takes the belt to us
I think the little girl upstairs is being hurt
my carer doesn't feed me
someone touched me down there and told me not to tell
he takes my wages and checks my phone and I'm frightened of him
I can hear a woman screaming next door most nights
I'm being beaten by my son
my ex broke my nose last week
The nurse slapped my mum
he forced himself on me
my husband doesn't know I'm calling, he'd kill me
my mother in law hits my kids
I had to run away because of what he was doing to me
She's only nine and she says grandad plays secret games with her
I was touched by my teacher
he slammed my head against the wall
my stepson punches me and takes my pension
She's being kept in a room and not allowed out
they make my brother work without pay and took his passport
the baby next door has bruises and cries all night
I left him because he was abusive
he spiked my drink and I woke up with no clothes on
my father raped my sister
My ex threatens me every day
I'm twelve and my mum's boyfriend hits me
my boyfriend hit me again last night
he raped my daughter
my husband is abusing me
I was abused by a priest
my wife keeps hitting me
she is being beaten by her father
my stepmother starves us
my husband hits me and he's in the next room
he's here, I can't talk, he hurts me
my partner won't let me leave the house
he is hitting me right now
I can't speak, he will hear me
my boyfriend forces me to have sex
my uncle touched me when I was a child
he'll hurt me if he finds out I called
my carer takes all my money and shouts at me
I'm scared of my wife, she threw things at me again
my boss touches me and says I'll lose my job
she locks the children in their room all day
please pretend this is about the bill, my husband is listening
I need help but he is standing right behind me
my son takes my pension and pushes me around
my neighbour's little girl always has bruises, her dad hits her
""",
    "abusive_language": """
fuck you
you stupid idiot
you're a useless piece of shit
shut the fuck up
go to hell
you fucking moron
you people are a bunch of idiots
are you stupid or what
you bitch
kiss my ass
go fuck yourself
you are so dumb
what the fuck is wrong with you people
you incompetent fools
screw you
you are all idiots
you're useless, the lot of you
what kind of moron are you
this company is full of clowns and you're the worst
you people are a bunch of liars
shut up and listen to me
you stupid cow
get lost you pathetic little man
you're a disgrace
are you deaf or just thick?
I've never met anybody as incompetent as you
you are a waste of space
listen to me you muppet
bloody useless idiot
Idiots, all of you.
Liars, the lot of you!
Morons.
""",
    "supervisor_demand": """
I want to speak to your supervisor
let me talk to a manager
get me your manager now
put me through to someone in charge
I demand to speak to a supervisor
is there a manager I can talk to
can I speak with somebody else
transfer me to a human
I want to talk to a real person
give me your boss
I'd like to escalate this to a manager
who is your supervisor, put them on
connect me to an agent
I need to speak to someone higher up
supervisor please
manager now
representative
I want to speak to your manager
get me a supervisor now
let me talk to your boss
I demand to speak to somebody higher up
who's your manager?
give me your supervisor's name
I'm not talking to you any more, get somebody else
can I speak to someone who can actually do something
I want this escalated
escalate this complaint please
Put somebody on who can think.
get someone on who knows what they are doing
transfer me to a manager
""",
}

QUIET = """
this bill is killing me
my back is killing me
the suspense is killing me
I could kill for a coffee
I'd kill for a working router
two bath bombs and a candle please
he photobombed our picture
you're killing it
you guys are absolutely killing it today
I nearly died laughing
I almost died of embarrassment
my phone has a dead battery
my phone died
the car died on me
what a killer deal
I bombed the interview
I bombed my test
this pizza is the bomb
shoot me an email
can you shoot me a text when it ships
I'd die for that cake
these brownies are to die for
kill the service and restart it
how do I kill a process
I want to kill this process
can you kill the subscription
hit me up later
it hits me that I forgot my password
the fee hit my account
hit me with the details
someone hit my car
a truck hit me on the highway and I need to file a claim
I hit a pothole
the price hike hit me hard
I'm going to watch Kill Bill tonight
two tickets for No Time to Die
play killing me softly
have you seen Suicide Squad
is suicide covered by life insurance
what happens to my policy if I die
if I die who gets the money
my father died last month and I need to close his account
my husband passed away
my wife was killed in an accident and I need to cancel her phone
I need to report a death
the death certificate is in the post
I cut myself off from the plan by mistake
I'm dying to know
I'm dying of thirst over here
I am dead tired
the line went dead
dead line
I missed the deadline
I want to end my contract
I want to end this call
end it now please, the subscription I mean
I can't live without my phone
I live at 12 Mill Lane
I don't live there any more
I no longer live at that address
I can't do it any more, the website won't let me
I can't go on the website
I can't take this package back
how do you say goodbye in french
ok goodbye
say goodbye to high prices
text my mom and tell her i love her
I want to change my life insurance
this saved my life
my life is good
kill two birds with one stone
I have time to kill
they beat me to it
can you beat this price
beat the traffic
I got beaten by a better offer
I want to hang up
hang on
hang in there
I'll hang the picture myself
I fixed it myself
I'd like to do it myself
my kids hurt their chances
that hurts my credit
will this hurt my credit score
I burned myself a copy of the disc
I am not going to hurt myself
I don't want to kill myself
I would never hurt myself
I'm not suicidal
I would never hurt my family
no one is going to get hurt
shooting pain in my leg
I need a shot of espresso
photo shoot on friday
the shooter game keeps crashing
my kid plays shooting games
I have a gun safe to ship
do you sell bug bombs
is there a way out of the contract
ticking all the boxes
blow up my phone with notifications
the air mattress won't blow up
my phone is blowing up
the toaster exploded
costs exploded this year
I'm afraid of flying
I'm scared of spiders
I'm afraid I don't know
I was attacked by a dog
hackers attacked my account
my account was hacked and abused
the warranty covers abuse
substance abuse counselling
is there a policy on harassment
there was violence in the movie
I'm so bored I could scream
the traffic was murder
you'll regret not buying it
I regret calling
I know where you are located
where do you live
watch your step
watch out for fees
you'll be sorry to hear that my card is lost
I will make sure you get paid
make them pay their share
he's going to hit the ceiling
we're going to crush it
let's kill it tomorrow
I will destroy this exam
he destroyed me at chess
I'm going to murder this burger
I'm going to kill this presentation
cut me some slack
cut me a check
I need to cut my bill
break a leg
I broke my arm
it broke my heart
put the phone down
the fire alarm
my wifi is dead
I need to terminate my service
please terminate the account
is it safe to drink the water
my dog bit me
I'm at the end of my rope with this router
where is the nearest hospital
I want to report a stolen gun
they overcharged me, it's a crime
my supervisor told me to call you
my manager approved it
how do I become a travel agent
the property manager has the key
I'd like to know when the package gets here, I'm dying to open it
My old boss passed away and I need to change the name on the account
the heat in this flat is murder
my laptop just committed suicide lol
I want to shoot a wedding video, what camera should I rent
kids are driving me up the wall
can you knock ten percent off
I'm going to hang up and try again
she's going to be so angry with me
we were hit by the storm
we got hit with a late charge
the boiler is about to explode with noise
my daughter fell and hurt herself at the park, does the policy cover it
he cut himself on the lid, is that covered
I would rather die than go back to that airline
I'm in hell with this login page
I shot a hole in one
do you ship knives to Scotland
how do I report domestic abuse of a service like spam
I can't take it any more, please just fix the wifi
I'm going to lose it if this page crashes again
you saved my life, thank you
He beat cancer
my team got slaughtered last night
stop killing my vibe
I'd hate to be hit by another fee
does the insurance pay out for accidental death
this is a nightmare, it's ruined my life
drop the bomb emoji in the chat
my son plays a bomb disposal game
if this doesn't ship today my wife will kill me
the battery is dead and the charger got fried
I'm so embarrassed I could die
I need to kill an hour before my appointment
you nearly gave me a heart attack with that bill
I want to cancel, I'm done with this company
your hold music makes me want to scream
I was hit with a surcharge
my flight was delayed and I had to run to the gate
we're hanging new blinds and need a bigger drill
the neighbours shot fireworks all night
I would like to report an outage, a tree hit the line
can I take out life cover for my husband
I don't want to live with this noise from the meter
my son wants to buy a toy gun
are the knives dishwasher safe
I'd like to leave a note for the driver
my mother is dying and I need to move her account
I'm going to end up paying twice
what's the best way to cut the cord with cable
I'm afraid my husband forgot to pay
I won't be here next week, can you deliver later
our team killed the demo
they slapped a fee on me
she abused the return policy
I'm sick of living with slow internet
please stop beating around the bush
he threw me under the bus at work
I've had enough of waiting
I can't keep doing this every month, the bill is wrong again
I need to kill some time before the flight
my battery died and I'm dying for coffee
the app crashed and hit me with a fee
I want to end my trial today
can I shoot you a quick question
how much does it hurt my score to close a card
I'm sick of this and I want a refund
please hang on while I find my card
it hurts when he pushes the button on the machine
I will hit reset when it asks
I'm so angry about this bill
this is ridiculous
your service is terrible and I want a refund
my manager told me to call you
the bath bomb I ordered never came
that price bombed last year
I'm going to kill it at the interview
my wife will kill me if I forget again
my kids hurt themselves playing football, so I missed your call
I've been on hold for an hour
the bill hurts my family's budget
I am not being abusive, I am just upset
the supervisor I spoke to last week was lovely
my family needs the heating on
nobody threatened anybody
how do I hurt my credit score least
he hits the reset button and nothing happens
my boss pays the account
I can't talk now, I'm at work
I can't talk, my boss is listening
I don't want to take it out on my kids
my daughter takes my pension book to the bank for me
I need help, he is right behind me in the queue
""".strip().splitlines()
