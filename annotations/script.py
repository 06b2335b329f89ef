"""Whether two stretches of Chinese are printed in different scripts.

Invariant: only what is plain on both sides counts as a difference; a stretch that mixes the scripts,
or is too short to say, differs from none.

The characters below are frequent ones that belong to one script alone. Those that both scripts have,
in whatever sense (后, 里, 台, 只, 干, 面), are left out.
"""

from __future__ import annotations

_PAIRS = (
    "這这國国來来會会時时個个們们過过對对經经學学點点種种將将關关總总長长開开動动現现問问門门間间車车"
    "東东電电見见話话員员業业產产應应實实體体無无題题當当進进還还沒没從从麼么兩两樣样頭头義义機机務务"
    "決决條条戰战質质運运處处資资變变認认較较團团報报書书軍军達达極极設设區区計计論论議议記记華华術术"
    "據据聯联級级濟济氣气廣广場场創创發发黨党黃黄權权標标歷历歲岁師师張张數数斷断熱热傳传優优億亿備备"
    "兒儿農农單单勞劳勢势協协歐欧買买賣卖費费財财責责負负貿贸貨货賽赛輕轻輛辆輸输轉转連连選选釋释鄉乡"
    "醫医針针錢钱銀银錯错鐵铁鎮镇陽阳際际陸陆陳陈險险隊队階阶雖虽雙双難难項项須须預预領领類类風风飛飞"
    "馬马驗验魚鱼鳥鸟龍龙齊齐齡龄續续維维網网線线組组結结給给統统絕绝約约紅红紙纸細细終终織织職职聽听"
    "聲声勝胜腦脑舊旧藝艺葉叶蘇苏號号補补規规視视覺觉觀观訂订訪访許许評评試试該该詳详語语誤误請请課课"
    "調调談谈證证識识護护讀读讓让島岛幣币庫库廠厂廳厅彈弹撥拨擴扩擔担擁拥擇择換换揮挥損损搶抢攝摄敗败"
    "敵敌樓楼橋桥樂乐櫃柜檢检構构槍枪殺杀殘残毀毁況况測测湯汤滅灭漲涨漢汉潔洁潛潜澤泽濃浓灣湾灑洒災灾"
    "烏乌燈灯爭争爺爷牆墙獎奖獨独獲获環环畢毕畫画療疗盤盘碼码確确磚砖礎础禮礼禍祸穩稳窮穷競竞節节簡简"
    "糧粮緊紧綠绿綱纲緣缘編编練练縣县縮缩繼继罰罚羅罗肅肃膚肤臨临興兴舉举艦舰藥药蘭兰虧亏裝装襲袭覽览"
    "訊讯訓训診诊訴诉詢询誠诚諾诺謀谋謝谢譯译豬猪貢贡貪贪貧贫販贩購购貴贵貸贷賀贺賊贼賞赏賠赔賴赖贈赠"
    "贊赞贏赢趕赶趙赵踐践躍跃輩辈輪轮輿舆辦办辭辞遞递遠远適适遲迟遺遗邊边郵邮鄧邓鄭郑釀酿鋼钢鋪铺鎖锁"
    "鏡镜閃闪閉闭隱隐隨随雜杂離离靈灵靜静韓韩頁页順顺頓顿頻频顆颗顏颜額额願愿顧顾顯显飯饭飲饮飾饰館馆"
    "驚惊驅驱騎骑驟骤鮮鲜鴻鸿鷹鹰麥麦齒齿龐庞龜龟滬沪粵粤瓊琼遼辽寧宁陝陕劉刘吳吴楊杨孫孙馮冯蔣蒋譚谭"
    "賈贾鄒邹塊块壓压圖图園园圓圆執执墊垫壇坛夢梦夠够奪夺奮奋婦妇媽妈嬰婴寫写寶宝審审導导層层屬属岡冈"
    "幫帮帶带為为說说衛卫閱阅眾众慶庆憂忧憑凭懷怀態态慮虑慣惯憲宪戲戏掃扫掛挂揚扬擊击攜携晉晋暫暂曉晓棄弃榮荣橫横歡欢"
    "殼壳溝沟滿满漁渔滯滞潤润灘滩煉炼營营爐炉狀状猶犹獻献瑪玛異异瘋疯皺皱盜盗監监睜睁礦矿稱称積积竊窃"
    "筆笔籌筹籃篮紀纪純纯紛纷紹绍絡络綜综緒绪縱纵繪绘聖圣聞闻腫肿腸肠膽胆"
)
_TRADITIONAL = frozenset(_PAIRS[::2])
_SIMPLIFIED = frozenset(_PAIRS[1::2])
_TO_OTHER = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_TO_OTHER |= {simplified: traditional for traditional, simplified in _TO_OTHER.items()}
_SURE = 2
"""How many characters of one script it takes to call a stretch printed in it."""
_AGAINST = 4
"""How many of them outweigh one of the other script."""


def are_opposed(one: str, other: str) -> bool:
    """Whether one stretch is plainly Traditional and the other plainly Simplified."""
    return _lean(one) * _lean(other) < 0


def is_converted(quote: str, there: str) -> bool:
    """Whether a character of the quote stands there in its other script's shape instead."""
    gained = set(there).difference(quote)
    lost = set(quote).difference(there)
    return any(_TO_OTHER.get(character) in gained for character in lost)


def _lean(text: str) -> int:
    """1 for Traditional, -1 for Simplified, 0 for neither."""
    traditional = sum(map(_TRADITIONAL.__contains__, text))
    simplified = sum(map(_SIMPLIFIED.__contains__, text))
    if traditional >= max(_SURE, _AGAINST * simplified):
        return 1
    if simplified >= max(_SURE, _AGAINST * traditional):
        return -1
    return 0
