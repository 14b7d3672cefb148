# 导入公司的客户、账户、账单和停供

import_and = {"、"}
import_progress = { $book ->
    [customers] 客户
    [accounts] 账户
    [bills] 账单
    [outages] 停供
    [staff] 员工
   *[roster] 排班
 }
import_place = 第 { $line } 行
import_value = “{ $value }”
import_done = 共 { $lines } 行：新增 { $added }，变更 { $changed }，无变化 { $unchanged }，有误 { $bad }
import_rehearsed = 试运行，未写入。共 { $lines } 行：将新增 { $added }，变更 { $changed }，无变化 { $unchanged }，有误 { $bad }
import_file_unreadable = 无法读取（{ $why }）；请给出 CSV 或 XLSX 文件的路径
import_file_old_excel = 是旧版 Excel 文件（.xls）；请另存为 .xlsx 或 CSV
import_file_not_a_workbook = 不是能打开的 Excel 工作簿；请重新另存为 .xlsx 或 CSV
import_file_not_a_table = 既不是文本也不是 Excel 工作簿；请另存为 UTF-8 编码的 CSV 或 .xlsx
import_file_empty = 是空文件；第一行应为列名
import_file_broken_line = 从第 { $line } 行起不再是表格；请检查是否有未闭合的引号
import_header_empty = 第一行没有列名；请写 { $columns }
import_header_unknown = 不认识的列：{ $columns }；可用的列有 { $known }。请改名或删除，或用 --ignore-unknown 忽略
import_header_unknown_with_close = 不认识的列：{ $columns }；是否应为“{ $close }”？请改名或删除，或用 --ignore-unknown 忽略
import_header_twice = 列“{ $columns }”出现了两次；请删除一列
import_header_missing = 缺少列：{ $columns }；请补上
import_missing = 为空；请填写
import_unknown_field = 没有这个字段；请删除
import_too_long = 超过 { $most } 个字符；请缩短
import_control_characters = 含有不可见字符；请重新填写
import_not_a_number = 不是数字；请写数字
import_not_a_number_of_it = 不能用作编号；最多 64 个字符，不含空格、逗号、分号
import_not_a_reference = 不能用作户号；请用字母、数字、- 和 _，最多 64 个字符
import_not_in_list = 不在可选范围内；请写其中之一：{ $list }
import_not_yes_or_no = 请写“是”或“否”
import_not_a_phone = 不是能拨打的电话号码；请写 13800138000，国外号码带国家代码，如 +44 7400 123456
import_not_an_email = 不是电子邮箱地址；请写成 name@example.com 的样子
import_not_a_day = 不是日期；请写成 2027-01-31
import_no_such_day = 没有这一天；请查对日历
import_day_out_of_range = 不在 { $first } 至 { $last } 年之间；请更正年份
import_not_a_time = 不是带时间的日期；请写成 2027-01-31 08:00
import_time_left_out = { $zone } 没有这个时刻：当天时钟在此拨快；请写晚一小时的时间
import_not_an_amount = 不是金额；请写成 1234.50
import_amount_not_positive = 金额必须大于零；请写应缴的金额
import_amount_too_large = 作为账单金额太大；请更正
import_too_many_decimals = 小数位数超过 { $currency } 的位数；请先取整
import_unknown_currency = 没有这种货币；请写 ISO 代码，如 CNY、EUR
import_paid_but_open = 有缴费日期，状态却不是已缴；请改状态，或清空日期
import_paid_tomorrow = 缴费日期在将来；请更正
import_end_before_start = 结束时间不晚于开始时间；请更正其一
import_planned_without_end = 计划停供必须有结束时间；请写预计恢复的时间
import_not_an_area = 不是范围：{ $area }；请写“类别:名称”，用分号隔开，如 小区:云栖苑; 线路:F12（类别：小区、楼栋、线路、户号）
import_unknown_area = 这个范围内没有账户；请先导入账户，或更正名称
import_unknown_customer = 没有这位客户；请先导入客户，或更正编号
import_unknown_account = 没有这个户号；请先导入账户，或更正户号
import_unknown_manager = 员工中没有此人；请写 Telegram 用户编号，或先用 python -m bot agents add 添加
import_several_managers = 有几位员工同名；请写 Telegram 用户编号
import_duplicate = 与第 { $first } 行编号重复；请只保留一行
import_too_many_cells = 单元格多于列名；请补上列名或清空该格（文字里的逗号需要加引号）
import_outage_too_long = 停供超过 { $days } 天；请更正日期
import_outage_too_far = 相距十年以上；请更正日期
import_outage_other_kind = 此编号的停供属于另一类型；请为这一条另编编号
import_outage_is_over = 该停供已以另一方式结束，不能再改；请更正状态
import_outage_has_started = 该停供已经开始，不能取消；请写“已恢复”
import_outage_refused = 不能写入：{ $why }
import_not_days = 不是日期，也不是星期；请写 2027-01-31、周一至周五、每天或工作日
import_not_a_clock_time = 不是一天里的时间；请写成 08:30，最晚 24:00
import_days_without_dates = 按星期排班需要起止日期；请填写
import_roster_too_long = 超过一年；请把截止日期改近一些
import_shift_overlaps = 与第 { $first } 行同一人的班次时间重叠；请更正其一
import_not_a_user_id = 不是 Telegram 用户编号；请写数字，如 712345678（python -m bot agents list 可查）
