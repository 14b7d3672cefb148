"""Words by which a person is recognised in a message, and the closed lists of stand-ins that take their place."""

# What stands in for names, by what is named: none of them means anybody.
NAMES_INSTEAD = {
    "zh": ("陈静", "刘洋", "赵敏", "周涛", "吴婷", "孙磊", "杨帆", "郑洁", "冯波", "唐颖"),
    "surname": ("陈", "刘", "赵", "周", "吴", "孙", "杨", "郑", "冯", "唐"),
    "en": ("Alex", "Robin", "Jamie", "Taylor", "Casey", "Morgan", "Jordan", "Avery", "Quinn", "Drew"),
    "street": ("和平路", "新华路", "建设路", "人民路"),
    "road": ("Maple Road", "Garden Road", "Station Road", "Church Road"),
    "place": ("阳光小区", "和平花园", "新华家园", "建设新村"),
    "house": ("Maple Court", "Garden House", "Station Place", "Church Court"),
}
# When every one of them is somebody's here.
NOBODY = {
    "zh": "某某", "surname": "某", "en": "Someone", "street": "某路", "road": "Some Road", "place": "某小区",
    "house": "Some House",
}  # fmt: skip

# Common surnames. Left out: those that are words before a title (管, 安 in 保安师傅, 费, 任, 向, 祝, 水, 时, 单, 文 …).
SURNAMES = (
    "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许邓冯韩曹曾彭萧肖蔡潘田董袁于余叶蒋杜苏魏程吕丁沈"
    "姚卢傅钟姜崔谭廖范汪陆金戴贾韦夏邱侯邹熊孟秦白江阎薛尹段雷黎史龙陶贺顾毛郝龚邵万覃武钱戚莫孔汤葛欧严牛"
)
TWO_SURNAMES = "欧阳 司马 上官 诸葛 司徒 东方 皇甫 尉迟 公孙 慕容 令狐 夏侯".split()
# 对于先生, 工程经理, 甲方经理, 感谢师傅, 任何女士, 历史老师, 规范经理, 也许 …: there the character is part of a word.
NOT_AFTER = {
    "于": "对由关属至位处等基终低高", "程": "工流过课行路里全", "何": "任如为几", "谢": "谢感多答",
    "许": "也允准或不默", "史": "历", "范": "规师防示模", "金": "押定租现基资奖订佣黄", "高": "最很提",
    "江": "长珠", "万": "千百一两几十", "田": "农", "白": "明空表", "马": "罗人斑", "顾": "照回不", "武": "威",
    "严": "很太",
}  # fmt: skip
TITLES = (
    "先生|女士|小姐|太太|师傅|经理|主任|工程师|老师|队长|阿姨|叔叔|大爷|大妈|大哥|大姐|总工|护士|医生|警官|"
    "管家|店长|站长|所长|处长|科长|会计|教授|书记|局长|老板|老板娘|同志"
)
# 小 and 老 before these are a person; 小高层, 小黄车, 小马路, 老毛病, 小白 and 小于 are not.
NICKNAME_SURNAMES = "王李张刘陈杨赵周吴徐孙朱胡郭何罗郑梁谢宋唐许邓冯韩曹曾彭蔡潘董袁吕沈姚卢钟姜崔谭廖范汪陆"
NICKNAME_WORDS = {"孙": "子女", "胡": "同", "周": "末期边", "许": "多", "何": "况", "罗": "马", "陈": "列设"}
NAMED_BY = (
    "我叫|名叫|叫做|姓名|联系人|收件人|经办人|户主|业主|租客|房东|维修工|接线员|客服|管家|保安|本人|署名"
)

# Names that are everyday words are recognised only whole, beside a title or in capitals as the customer's own name.
EVERYDAY = frozenset(
    """
    a an and art as ash at august autumn april baker bay bell bill black bliss block blue brook brown chase cook
    customer dale dawn day dean desk do does drew earl faith fan fern flat frank gas gene glen grace grant gray green
    grey guest hall happy harmony he heath heaven hi hill holly home hope house i in iris is it ivy jade joy june
    king lane law lee lift light lily long love lucky luna mark may me melody meter mike miles min my new night no
    north of old olive on one page park pat pay pearl penny pin poppy power queen rain ray read rich river rob rose
    ruby sandy see service she short sky so song south star stone storm sue summer sun sunny support tan test the
    to tower user van violet water way we west white will wing winter wood yes you young
    """.split()
) | {
    "业主",
    "住户",
    "客户",
    "用户",
    "租客",
    "房东",
    "物业",
    "客服",
    "师傅",
    "老板",
    "阳光",
    "平安",
    "快乐",
    "幸福",
}

# Given names, and a few surnames, that hardly mean anything else; written with a capital letter.
GIVEN_NAMES = frozenset(
    """
    Aaron Abdul Abdullah Abhishek Adam Aditi Aditya Adrian Agnes Ahmad Ahmed Aisha Ajay Akash Alan Albert Alice
    Aliyah Amanda Amir Amit Amy Ananya Andrea Andrew Angela Anil Anita Anjali Anna Annie Anthony Anthea Aravind Arjun
    Arthur Arun Ashok Azman Barbara Ben Benjamin Bernard Betty Bhavna Brenda Brian Bruce Carl Carol Caroline
    Catherine Cecilia Charles Charlotte Chloe Chong Chris Christine Christopher Cindy Claire Colin Cynthia Daniel
    Danny Darren David Deborah Deepa Deepak Dennis Derek Devi Diana Dinesh Divya Donald Donna Doris Dorothy Douglas
    Edward Edwin Elaine Elizabeth Ellen Emily Emma Eric Erica Esther Eunice Eva Evelyn Farah Farid Fatimah Felicia
    Fiona Fong Francis Ganesh Gary Geetha George Gerald Gita Gloria Gopal Gordon Graham Gurpreet Hafiz Hannah Hari
    Harish Harold Harry Hasan Hassan Helen Henry Hui Hussain Ibrahim Imran Irene Isaac Isabel Ismail Jacob James Jane
    Janet Janice Jason Jasmine Jaya Jean Jeffrey Jennifer Jenny Jeremy Jessica Joan Joanna John Johnny Jonathan
    Joseph Joshua Joyce Judith Judy Julia Julian Julie Justin Kamala Karen Karim Karthik Kate Katherine Kathleen
    Kavita Keith Kelly Kelvin Kenneth Kevin Khalid Kiran Krishna Kumar Lakshmi Latha Laura Lauren Lawrence Leah Leela
    Leonard Leslie Linda Lisa Louise Lucy Madhu Mahesh Mala Manoj Margaret Maria Marie Marilyn Marina Marion Martha
    Martin Mary Matthew Maureen Meera Megan Melissa Michael Michelle Mohamed Mohammad Mohammed Mohan Monica Muhammad
    Mukesh Murugan Muthu Nadia Nancy Naomi Narayan Nasir Natalie Natasha Naveen Neha Nicholas Nicole Nisha Noor Nora
    Nurul Oliver Olivia Pamela Patricia Patrick Paul Paula Peter Philip Pooja Prakash Pradeep Pranav Priya Rachel
    Rafiq Rahim Rahul Raj Raja Rajan Rajesh Raju Rakesh Ramesh Rani Ranjit Rashid Raymond Rebecca Reshma Richard Rina
    Rita Robert Roger Rohan Rohit Ronald Rosemary Roslan Ross Ruth Ryan Sachin Salim Salleh Samantha Samuel Sandeep
    Sandra Sanjay Sara Sarah Saravanan Sean Selvam Sharma Sharon Sheela Shirley Shyam Simon Singh Siti Sneha Sophia
    Stanley Stella Stephanie Stephen Steve Steven Stuart Subramaniam Sudha Suhaimi Sunil Sunita Suresh Susan Suzanne
    Sylvia Tanya Tariq Teresa Terence Theresa Thomas Timothy Tina Tony Tracy Uma Usha Valerie Vanessa Veronica
    Victoria Vijay Vikram Vincent Vinod Vivek Vivian Walter Wendy William Winnie Xiaoming Yasmin Yusof Yvonne Zainab
    Zulkifli Zulkarnain
    """.split()
)

# After "this is", "called", "thanks", before "sir": these are no names.
NOT_NAMES = frozenset(
    """
    afternoon again all also and another any anyone are block bye car care center centre city council customer
    daily day dear electric electricity emergency english evening every everyone fire first flat for friday
    from gas god good great guys have hello hey hi hotline how i if in is it its just kindly last later level
    lift maintenance management manager many maybe meter monday more morning much my namaste never next no not
    now of office ok okay on once please pls police really reception regards residents respected saturday
    security service since so sorry still sunday support team thank thanks that the then there these they this
    those thursday to today tomorrow tuesday twice unit urgent us very warm water we wednesday well what when
    where which who why will with yes yesterday you your
    """.split()
)
