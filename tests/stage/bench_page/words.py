"""What the bench says, in Thai and English."""

_TABLE = """
title        | อุปกรณ์จำลอง                     | Virtual bench
counter      | เปิดหน้าเคาน์เตอร์                | Open the counter
scale        | เครื่องชั่ง                       | Scale
on_pan       | ของบนจาน                      | On the pan
clear_pan    | ยกออก                         | Clear the pan
grams        | กรัม                           | g
put          | วาง                           | Put
well         | ปกติ                          | Well
moving       | จานยังแกว่ง                     | Moving
over         | เกินพิกัด                       | Over
under        | ต่ำกว่าศูนย์                     | Under zero
garble       | สัญญาณเพี้ยน                    | Garbled
mute         | เครื่องไม่ตอบ                    | Silent
unplugged    | ถอดสาย                        | Unplugged
card         | บัตรสมาชิก                      | Member card
tap          | แตะ                           | Tap
hold         | วางค้างไว้                      | Leave on
take         | หยิบออก                        | Take away
frozen       | บัตรถูกอายัด                     | frozen card
unknown      | บัตรที่ไม่มีใครรู้จัก               | card nobody knows
phone        | โทรศัพท์ (เลขสุ่ม)                | phone (random number)
scan         | บาร์โค้ด                        | Barcodes
scan_how     | กดเพื่อสแกนที่เคาน์เตอร์ หรือใช้เครื่องสแกนจริงยิงจากจอนี้ | Press to scan it at the counter, or aim a scanner here
wrong_digit  | เลขตรวจสอบผิด                  | wrong check digit
not_listed   | ไม่มีในรายการสินค้า               | not in the catalogue
pack_of      | แพ็กละ                         | pack of
cable        | สายเครือข่าย                    | Network cable
plugged      | เสียบอยู่                       | Plugged in
cut          | ดึงสายออก                      | Pulled out
silent       | สายขาดระหว่างทาง                | Dead line
slow         | ช้า                            | Slow
printer      | เครื่องพิมพ์                      | Printer
paper_ok     | มีกระดาษ                       | Paper in
paper_low    | กระดาษใกล้หมด                  | Paper low
paper_out    | กระดาษหมด                     | Paper out
cover_shut   | ปิดฝา                          | Cover shut
cover_open   | เปิดฝา                         | Cover open
printer_on   | เปิดเครื่อง                      | Switched on
printer_off  | ปิดเครื่อง                       | Switched off
drawer       | ลิ้นชักเปิดแล้ว                   | Drawer opened
times        | ครั้ง                          | ×
power        | ไฟของกล่อง                     | The box's power
power_on     | เปิดไฟ                         | Power on
power_cut    | ตัดไฟทันที                      | Cut the power
papers       | กระดาษที่พิมพ์ออกมา              | Papers
no_papers    | ยังไม่มีกระดาษ                   | Nothing printed yet
newest       | ล่าสุดอยู่บนสุด                   | newest first
gone         | ชุดสาธิตหยุดทำงานแล้ว             | The demo has stopped
"""

WORDS: dict[str, dict[str, str]] = {
    name.strip(): {"th": thai.strip(), "en": english.strip()}
    for name, thai, english in (line.split("|") for line in _TABLE.strip().splitlines())
}
