"""Nasty strings: Markdown, HTML and near misses of both, as people and attackers type them."""

from __future__ import annotations

from itertools import product

from afspraak.data.text.sanitize import clean_line

_BY_HAND = """
R&D·C#·C#.·F#, C#·jan_bakker·__init__·_x_·*x*·**x**·***x***·x*y*z·x_y_z·3 * 4 = 12·2*3*4·snake_case_name
* x·- x·+ x·-x·1. x·1) x·1.x·2027. het jaar·0. x·12345678901. x·# x·#x·###### x·####### x·x #·x ##·#·##·#######
-·--·---·- - -·* * *·***·___·_ _·===·=·== x·+·*·**·_·__·~·~~·`·``·```·|·||·> x·>x·> > x·>- x·-> x
<b>x</b>·<script>alert(1)</script>·<!-- x·<!-- x -->·<?php x·<![CDATA[x]]>·<!DOCTYPE x>·< 10·<10·a<b>c·</b>·<b·<b x='y'
<https://x.nl>·<x@y.nl>·https://x.nl·https://x.nl/a_b_c?d=1&e=2#f·https://x.nl/a*b*c·(https://x.nl/a)·https://x.nl/a(b)
https://x.nl/a).·https://x.nl/?a=1&copy;=2·https://x.nl/?a=1&copy=2·https://x.nl/é·https://x.nl/%C3%A9·https://·https://.
http://x·HTTPS://X.NL/A_B·xhttps://x.nl/_y_·https://x.nl\\a*b*·zie https://x.nl, https://y.nl en https://z.nl!·ftp://x.nl/a_b_
https://x.nl/_x_·https://x.nl/a~b~c·https://x.nl/`a`·https://x.nl/<b>·mailto:x@y.nl·x@y.nl·jan_bakker@x.nl·_x_@y.nl·x*y*@z.nl
<!a@b.nl>·<_a@b.nl·a@b·@b.nl·x@y.nl.·x@y-.nl·https://x.nl/:**y·**https://x.nl**·https://x.nl:8080/a·http://[::1]/x
www.x.nl·www.x.nl/a_b·www.x.nl/a*b*c·www.x.nl/?a=1&b=2·(www.x.nl/a_b)·www.x.nl/_a_·*www.x.nl*·a www.x.nl/a`b`c d·wwww.x.nl
[x]·[ ] x·[x] x·[X] x·[x]: y·[x]: https://y.nl·[x](y)·[x](https://y.nl)·![x](y)·![x]·[x][y]·[x][]·[^1]·[^1]: x·[[x]]·[TOC]
a [b] c·a [b][c] d·[a [b](c)](d)·!·![·](x)·][·[·]·a [^b] c·[_x_](y)·[`x`](y)·-[ ] x·- [ ] x·+[x] y·1.[ ] x
&amp;·&nbsp;·&#35;·&#x23;·&#99999999;·&copy·&copy;·&;·&x;·&lt;b&gt;·a&b;c·&amp;amp;·AT&T;·& · &
\\·\\\\·\\a·a\\·\\*x\\*·\\`x\\`·\\[x]·\\<b>·\\&amp;·C:\\pad\\naam·\\\\server\\map·a\\ b·\\#·\\- x·x\\\\
`x`·`x·x`·``x``·`x``·`` ` ``·a `b` c `d·`*x*`·*`x*`·`<b>`·`a|b`·```x```·~~~·~~~ x·```sh·~x~·~~x~~·~5 en ~6·a ~b
a|b·|a|b|·|---|---|·--- | ---·:-:·:--·|:-·a \\| b·\\\\|·|\\·`|`·$x$·$5 en $6·$$x$$·kosten: $5·US$ 5·$ x $·$`x`$
:smile:·:+1:·a:b:c·10:30:45·:tada: x·::·:x·x:·^x^·x^2·H~2~O·==x==·++x++·{x}·{{x}}·{#x}·%x%·@x·#123·!x·(c)·(x)·'x'·"x"
Jan "piet" Smit·d'Arc·O'Brien·Zoë·e\u0301\u00e9n·naïef·日本語_x_·日本*語*·👍_x_·«x»·„x”·…·–·—·x\u00a0y·x  y·x   y·ﬁ
**Sanne:** akkoord·- **Sanne:** akkoord·## Afspraken·### R1: x·*Geen notities.*·- **Vorm:** afspraak 2, nl, planning, full
Sanne (regel 1)·Sanne (regel 1-2, 4), Jan (regel 3)·x (Sanne)·besproken·Onbekend·Samen·heeft nog niet gereageerd·akkoord
3 december 2026·3 december 2026 (x)·50%·open, 20%·beheerst (was in ontwikkeling)·R1·R1: x·: x·x:·a: b: c·50%, Sanne
; geldt niet meer: daarna is het verslag gewijzigd·dinsdag 1 december 2026 om 12:58 uur (UTC+01:00)·(medewerker)·x (leidinggevende)
<details>·<summary>x·</details>·<br>·<br/>·<img src=x onerror=y>·<a href="x">y</a>·<p·<x-y>·<x:y>·<x y=z>·<1x>·<é>·<ü@y.nl>
-----·+++·%%%·....·,,,·;;;·???·!!!·((( )))·[[[ ]]]·{{{ }}}·<<< >>>·\\\\\\·///·&&&·```` ````·****·____·~~~~·####
i. x·a. x·A) x·(1) x·§ 3·1.·1)·12.·-\u00a0x·#\u00a0x·1.\u00a0x·* \u00a0x·Term\u00a0: x·: definitie·~ definitie·| lijn·% titel
""".replace("\n", "·")  # noqa: E501 - a table to read

_SIGNS = ("*", "_", "`", "~", "[", "]", "<", ">", "&", "#", "\\", "|", "!", "$")


def nasty_strings() -> list[str]:
    """More than 500 strings of one line, none of them empty, without duplicates."""
    found = _BY_HAND.split("·")
    found += [f"{a}{b}x{b}{a}" for a, b in product(_SIGNS[:12], repeat=2)]
    found += [f"x{a}{b} y {b}{a}z" for a, b in product(_SIGNS[:9], _SIGNS)]
    return [text for text in dict.fromkeys(map(clean_line, found)) if text]
